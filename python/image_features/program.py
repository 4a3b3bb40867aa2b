"""The program, called from a shell (the console script) or from Python."""

from __future__ import annotations

import difflib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, NoReturn, cast

from image_features.failure import ImageFeaturesError
from image_features.installation import launcher
from image_features.runs import Run

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from image_features.options import RunOptions

# Said by the function itself: what it gives back is made of them.
OF_THE_FUNCTION = ("images", "output", "json", "dry-run", "cluster")
# The launcher as a shell reads it, under the name that its sentences give to the program.
START = 'launcher=$1; shift; . "$launcher"'


def main() -> NoReturn:
    """The console script: takes the place of this process, so that signals reach the program."""
    arguments = sys.argv[1:]
    try:
        command = _command(arguments)
    except ImageFeaturesError as failure:
        print(f"image-features: {failure}", file=sys.stderr)
        if "--json" in arguments or os.environ.get("IMAGE_FEATURES_JSON") == "true":
            said = {"id": failure.id, "sentence": failure.sentence}
            print(json.dumps({"format": 1, "command": "", "exit_code": failure.exit_code, "failure": said}))
        sys.exit(failure.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    os.execvp(command[0], command)


def run(images: str | os.PathLike[str], *, output: str | os.PathLike[str], **options: Unpack[RunOptions]) -> Run:
    """
    Makes a run, as ``image-features run`` does, and waits for its end.

    Every option of the command is an argument: ``--max-pixels`` is ``max_pixels``, and the switch ``--no-csv`` is
    ``no_csv=True`` or ``csv=False``. ``help(image_features.options.RunOptions)`` lists them.

    What the program says while it works goes to standard error, in a notebook below the cell. Interrupting stops the
    program, which keeps what is done: the same call with its ``run_id`` resumes.

    :param images: folder of images, tar or address such as ``s3://bucket/photos``
    :param output: folder or address that the run is put into
    :raises ImageFeaturesError: when the program fails, with its sentence, id and exit code

    >>> import image_features as imf
    >>> run = imf.run("photos", output="out", components=4, allow_untrained=True)
    >>> run.components()["pca_features"].map(len).unique().tolist()
    [4]
    """
    return Run(_answer("run", [*_words({"images": images, "output": output}), *_chosen(options)])["folder"])


def plan(images: str | os.PathLike[str], *, output: str | os.PathLike[str], **options: Any) -> dict[str, Any]:
    """
    What a run would read and how long it would take, as ``image-features run --dry-run`` says it; writes nothing.

    Takes the arguments of `run`, and ``cluster`` such as ``"m5.xlarge:4"``.

    >>> import image_features as imf
    >>> imf.plan("photos", output="out")["images"]["images"]
    15
    """
    cluster = options.pop("cluster", None)
    words = _words({"images": images, "output": output, "dry-run": True, "cluster": cluster})
    return _answer("run", [*words, *_chosen(options)])


def _chosen(options: Mapping[str, Any]) -> Iterator[str]:
    names = {name.replace("_", "-"): value for name, value in options.items()}
    known = _known()
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f" (did you mean '{near[0].replace('-', '_')}'?)" if near else ""
            raise ImageFeaturesError(f"There is no option '{name.replace('-', '_')}'{meant}.", "IF-ARG-01", 2)
    return _words(names)


def _known() -> set[str]:
    """Names of the options of ``run``, and of what undoes its switches."""
    from image_features.options import RUN

    own = {name: option for name, option in RUN.items() if name not in OF_THE_FUNCTION}
    return {*own, *(option["opposite"][2:] for option in own.values() if option["opposite"])}


def _words(options: Mapping[str, Any]) -> Iterator[str]:
    for name, value in options.items():
        if value is True:
            yield f"--{name}"
        elif value is False:
            yield f"--{name[3:]}" if name.startswith("no-") else f"--no-{name}"
        elif value is not None:
            yield f"--{name}={os.fspath(value) if isinstance(value, os.PathLike) else value}"


def _command(arguments: Iterable[str]) -> list[str]:
    return ["bash", "-c", START, "image-features", str(launcher()), *arguments]


def _answer(command: str, arguments: Iterable[str]) -> dict[str, Any]:
    """The result of a command, from its JSON; what it says meanwhile is shown."""
    with tempfile.TemporaryFile("w+") as said:
        code = _called(_command([command, *arguments, "--json"]), said)
        said.seek(0)
        text = said.read()
    try:
        answer = json.loads(text)
    except json.JSONDecodeError:
        raise ImageFeaturesError(f"The program ended with exit code {code} and no answer.", None, code) from None
    if failure := answer.get("failure"):
        raise ImageFeaturesError(failure["sentence"], failure.get("id"), answer["exit_code"])
    return cast("dict[str, Any]", answer["result"])


def _called(command: list[str], answer: IO[str]) -> int:
    # On a terminal the program draws its bar itself. A notebook's cell and a logger get its lines.
    own = sys.stderr is sys.__stderr__ and sys.stderr is not None
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=None if own else subprocess.PIPE,
        text=True,
        errors="replace",
        # An interruption is passed on once: a second one would not wait for what is done to be kept.
        start_new_session=True,
    )
    try:
        _shown(process)
    except BaseException:
        process.send_signal(signal.SIGINT)
        _shown(process)
        raise
    return process.returncode


def _shown(process: subprocess.Popen[str]) -> None:
    for line in process.stderr or ():
        print(line, end="", file=sys.stderr, flush=True)
    process.wait()
