"""Writes the run's files that the fuzzer begins with: python make_fuzz_seeds.py, into fuzz/ beside it.

The first byte says which file it is, as in RunFilesFuzz.
"""

import json
import pathlib

folder = pathlib.Path(__file__).parent / "fuzz"
sha256 = "0f" * 32
options = {"images": "file:/images", "variance": 0.99, "model": None, "limit": 0, "tables": True}
manifest = {
    "format": 1,
    "run_id": "a-run",
    "started": "2026-01-02T03:04:05.678Z",
    "ended": "2026-01-02T03:05:05.678Z",
    "input": {"uri": "file:/images", "matched": 3, "skipped_hidden": 0, "digest": "3-" + sha256},
    "options": options,
    "versions": {"image-features": "0.1.0", "jar-sha256": sha256},
    "counts": {"listed": 3, "featurized": 2, "rejected": 1, "rejected_by_reason": {"corrupt": 1}},
    "weights": {
        "source": "models/w.h5",
        "sha256": sha256,
        "description": "no top",
        "recognition": "known",
        "trained": True,
    },
    "reduction": {"dimension": 1280, "scaling": "standard", "components": 1, "cumulative_variance": 0.9},
    "seconds": {"listing": 0.1, "featurizing": 1.5},
    "images_per_second": 1.3,
}
listing = {
    "root": "file:/images",
    "images": [],
    "matched": 2,
    "skipped_hidden": 1,
    "skipped_by_glob": 0,
    "skipped_unopenable": 0,
    "skipped_compressed": 0,
}
rows = [
    {"path": "file:/images/a/1.jpg", "label": "a", "length": 5, "modification_time": 1, "tar": None, "offset": 0},
    {
        "path": "file:/images/t.tar/2.jpg",
        "label": "",
        "length": 5,
        "modification_time": 1,
        "tar": "file:/images/t.tar",
        "offset": 512,
    },
]
shard = {
    "index": 0,
    "featurized_by_label": {"a": 2},
    "rejected_by_label": {"": 1},
    "rejected_by_reason": {"corrupt": 1},
    "warned": 0,
    "files": ["features/part-0.parquet", "rejected/part-0.parquet"],
}
table = "component,explained_variance,cumulative\n1,0.75,0.75\n2,0.25,1.0\n"
seeds = {
    "manifest": "M" + json.dumps(manifest),
    "latest": "L" + json.dumps({"run_id": "a-run", "manifest": "runs/a-run/manifest.json"}),
    "shard": "S" + json.dumps(shard),
    "begun": "B" + json.dumps({"holder": "someone", "options": options}),
    "weights": "W" + json.dumps({"id": sha256}),
    "listing": "Z" + "\n".join(json.dumps(row) for row in [listing, *rows]),
    "variance": "V" + table,
    "null": "Mnull",
    "nothing": "M{}",
    "cut": "M" + json.dumps(manifest)[:200],
    "empty-listing": "Z",
    "null-row": "Z" + json.dumps(listing) + "\nnull",
    "escape": "L" + json.dumps({"run_id": "../../elsewhere", "manifest": "x"}),
}
for name, content in seeds.items():
    (folder / name).write_text(content)
