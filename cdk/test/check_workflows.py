"""Checks what the workflows promise beyond their syntax.

usage: check_workflows.py CHECKOUT
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

root = pathlib.Path(sys.argv[1])
workflows = {p.name: yaml.safe_load(p.read_text()) for p in (root / ".github/workflows").glob("*.yml")}
faults = []


def promise(claim, truth):
    if not truth:
        faults.append(claim)


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


def credentials(job):
    return [s["with"] for s in job["steps"] if "configure-aws-credentials" in s.get("uses", "")]


for name, workflow in workflows.items():
    promise(f"{name} may only read by default", workflow["permissions"] == {"contents": "read"})
    for step in steps(workflow):
        if "uses" in step:
            promise(f"{name} pins {step['uses']} by commit", re.search("@[0-9a-f]{40}$", step["uses"]))
        promise(f"{name} puts no input into a script: {step.get('run')}", "${{" not in step.get("run", ""))

parts = [part for job in workflows["ci.yml"]["jobs"].values() for part in job["strategy"]["matrix"]["include"]]
run_there = " ".join(part.get("steps", "") for part in parts).split()
listed = subprocess.run([root / ".ci/run", "--list"], check=True, capture_output=True, text=True).stdout.split()
for step in set(listed) - {"install"}:
    promise(f"ci.yml runs the step {step} of .ci/run", step in run_there)
promise("every fault happens at night", "make test-faults" in [part.get("command") for part in parts])
promise("fuzzers run for long at night", "make fuzz FOR=15m" in [part.get("command") for part in parts])
for step in run_there:
    promise(f"the step {step} of ci.yml is one of .ci/run", step in listed)

ephemeral = workflows["ephemeral-run.yml"]
run, destroy = ephemeral["jobs"]["run"], ephemeral["jobs"]["destroy"]
# YAML 1.1 reads the key 'on' as true.
longest = max(int(hours) for hours in ephemeral[True]["workflow_dispatch"]["inputs"]["timeout-hours"]["options"])
triggers = ephemeral[True]
promise("another workflow gives what a person does", list(triggers["workflow_call"]["inputs"]) == list(triggers["workflow_dispatch"]["inputs"]))
promise("a run takes 5 hours at most", longest <= 5)
promise("the run's credentials outlast it", credentials(run)[0]["role-duration-seconds"] > longest * 3600)
promise("the run's job outlasts it, and ends before the runner", longest * 60 < run["timeout-minutes"] < 360)
promise("destroy follows whatever happened", destroy["if"] == "always()" and destroy["needs"] == "run")
promise("destroy has credentials of its own", len(credentials(destroy)) == 1)
promise("both jobs mean the same run", "RUN" in ephemeral["env"])
promise("one run at a time, none cut off", ephemeral["concurrency"] == {"group": "ephemeral-run", "cancel-in-progress": False})
promise("destroy outlasts the hour for which it waits", destroy["timeout-minutes"] > 60)
artifacts = {s["with"]["name"]: s.get("if") for s in run["steps"] if "upload-artifact" in s.get("uses", "")}
promise("the results are an artifact, and after a failure the logs", artifacts == {"results": None, "logs": "failure()"})
promise("after a failure the logs are fetched", any(s.get("run") == "make logs" and s.get("if") == "failure()" for s in run["steps"]))

release = workflows["release.yml"]["jobs"]
promise("a release is published last", set(release["publish"]["needs"]) == set(release) - {"publish", "java-for-macos"})
promise("a release passes CI", release["tests"]["uses"] == "./.github/workflows/ci.yml")
promise("only what publishes may write", [n for n, job in release.items() if "write" in job.get("permissions", {}).values()] == ["publish"])
for step in release["publish"]["steps"]:
    if any(word in str(step) for word in ("attest", "docker push", "gh release")):
        promise(f"only a tag is released: {step}", step.get("if") == "github.ref_type == 'tag'")


def notes(changes, ref):
    """What is said of a release whose changelog is this."""
    with tempfile.TemporaryDirectory() as folder:
        there = pathlib.Path(folder)
        (there / "job/dist").mkdir(parents=True)
        shutil.copy(root / "job/dist/release-notes", there / "job/dist")
        (there / "pom.xml").write_text("  <version>1.2.3</version>\n")
        (there / "CHANGELOG.md").write_text(changes)
        return subprocess.run([there / "job/dist/release-notes", ref], capture_output=True, text=True)


ready = "# Changes\n\n## 1.2.3 (2026-12-24)\n\n- One.\n- Two.\n\n## 1.2.2 (2026-11-01)\n\n- Older.\n"
promise("the notes are the version's section", notes(ready, "refs/tags/v1.2.3").stdout.split("\n") == ["", "- One.", "- Two.", ""])
promise("a tag of another version is refused", "tag v1.2.3" in notes(ready, "refs/tags/v1.2.4").stderr)
promise("a version without its day is refused", "write the day" in notes(ready.replace("2026-12-24", "unreleased"), "refs/tags/v1.2.3").stderr)
promise("a version without changes is refused", "no section" in notes(ready.replace("## 1.2.3", "## 1.2.4"), "refs/tags/v1.2.3").stderr)
this = subprocess.run([root / "job/dist/release-notes"], capture_output=True, text=True)
promise(f"the changelog has this version: {this.stderr}", this.returncode == 0)

if faults:
    sys.exit("\n".join("not so: " + fault for fault in faults))
