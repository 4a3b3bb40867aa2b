"""The examples of docs/outputs.md, as a reader would copy them."""

import subprocess
import sys

import pytest

from documents import ROOT, fences

OUTPUTS = ROOT / "docs/outputs.md"
EXAMPLES = [fence for fence in fences(OUTPUTS) if fence.language == "python"]
# The first one says where the run is; each of the others is copied below it.
WHERE_THE_RUN_IS = EXAMPLES[0]


@pytest.fixture(scope="module")
def checkout(checkouts):
    checkout = checkouts(OUTPUTS)
    for fence in fences(OUTPUTS):
        if fence.language == "sh" and not fence.reason:
            checkout.run_once(fence)
    return checkout


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_works_as_it_is_copied(example, checkout):
    assert example.reason is None
    code = example.code if example is WHERE_THE_RUN_IS else WHERE_THE_RUN_IS.code + example.code
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout.folder,
        env=checkout.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout
    print(done.stdout)
