"""docs/troubleshooting.md has every sentence with which the program fails."""

import functools
import re
import subprocess

from documents import ROOT

EXIT_CODE = ROOT / "job/src/main/java/io/github/imagefeatures/job/run/ExitCode.java"
PAGE = ROOT / "docs/troubleshooting.md"
# Below this many characters that are not an ellipsis a quotation would stand for anything.
ENOUGH = 20


def test_every_sentence_of_the_program_is_there_with_its_cure():
    missing = [f"{where}: {text}" for where, text in sentences_of_java() if not is_quoted(text)]
    assert not missing, "not in docs/troubleshooting.md:\n" + "\n".join(missing)


def test_every_sentence_of_the_scripts_is_there_with_its_cure():
    missing = [f"{where}: {text}" for where, text in sentences_of_scripts() if not is_quoted(text)]
    assert not missing, "not in docs/troubleshooting.md:\n" + "\n".join(missing)


def test_no_sentence_is_there_that_nothing_says():
    said = [text for _, text in [*sentences_of_java(), *sentences_of_scripts()]]
    stale = [quoted for quoted in quotations() if not any(matches(quoted, text) for text in said)]
    assert not stale, "nothing says any more:\n" + "\n".join(stale)


def test_a_sentence_that_is_not_quoted_is_found():
    assert not is_quoted("The moon is … away: choose another.")


def sentences_of_java():
    # The last are methods, by which options are refused, warnings said and outcomes told.
    others = ("ParameterException", "SettingsException", "NoFontsException", "usage", "require", "failure", "warn", "lastWarning", "accept")
    job = said_in((*exceptions_with_an_exit_code(), *others), "job")
    deployment = said_in(("SettingsException",), "cdk") + said_in(("failure",), "run-outcome")
    assert len(job) > 50 and len(deployment) > 10, job + deployment
    return job + deployment + sentences_of_unknown_failures()


def sentences_of_unknown_failures():
    texts = re.findall(r'return "(.*)"\s*\.formatted', EXIT_CODE.read_text())
    assert len(texts) == 3, texts
    return [("ExitCode.java", text.replace("%s", "…")) for text in texts]


@functools.cache
def said_in(names, module):
    done = subprocess.run(
        ["java", "docs/test/Sentences.java", ",".join(names), f"{module}/src/main/java"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found = [line.split("\t") for line in done.stdout.splitlines()]
    return [(where, text) for _, where, text in found if re.search("[a-z]", text)]


def exceptions_with_an_exit_code():
    names = set(re.findall(r"instanceof (\w+Exception)", EXIT_CODE.read_text())) - {"FileSystemException", "IOException"}
    assert len(names) >= 5, names
    return sorted(names)


def sentences_of_scripts():
    scripts = [*ROOT.glob("cdk/bin/*"), *ROOT.glob("bootstrap-scripts/*.sh"), ROOT / "job/bin/image-features"]
    for script in scripts:
        for line in re.findall(r'\b(?:fail|no|bad) "((?:[^"\\$]|\\.|\$\([^()]*\)|\$\w+|\$\{[^}]*\})*)"', script.read_text()):
            if not line.startswith("usage"):
                text = re.sub(r"\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}]*\}|\$\w+", "…", line)
                yield str(script.relative_to(ROOT)), text.replace('\\"', '"')


def quotations():
    """The block quotes, each as one line."""
    blocks = re.findall(r"^(?:> ?.*\n)+", PAGE.read_text(), re.MULTILINE)
    return [" ".join(line.lstrip("> ").strip() for line in block.splitlines()) for block in blocks]


def is_quoted(text):
    return any(matches(quoted, text) for quoted in quotations())


def matches(quoted, text):
    if quoted == text:
        return True
    pattern = ".*".join(map(re.escape, quoted.split("…")))
    return len(quoted.replace("…", "")) >= ENOUGH and re.fullmatch(pattern, text) is not None
