"""Every sh block of the documents runs; of one that cannot, every line is checked against what is there."""

import functools
import json
import re
import shlex
import subprocess

import pytest
from documents import ROOT, all_fences

BLOCKS = all_fences("sh")
CDK_COMMANDS = {"bootstrap", "deploy", "destroy", "diff", "gc", "synth"}


@pytest.mark.parametrize("block", [block for block in BLOCKS if not block.reason], ids=str)
def test_the_commands_run_in_a_fresh_checkout(block, checkouts):
    print(checkouts(block.page).run_once(block))


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.reason], ids=str)
def test_commands_that_are_not_run_name_what_is_there(block):
    for words in commands(block.code):
        check(words)
    pytest.skip(f"{block} is checked, not run: {block.reason}")


def test_a_command_that_does_not_exist_is_found():
    for rotten in (
        "make no-such-target",
        "make deploy NO_SUCH_VARIABLE=1",
        "make deploy CONTEXT='-c noSuchSetting=1'",
        "job/bin/image-features no-such-command",
        "job/bin/image-features run --no-such-option",
        "cdk/bin/no-such-script",
        "mvn test -pl job/app -am -Dtest=NoSuchTest",
        "nobody-knows-this --program",
    ):
        with pytest.raises(AssertionError):
            for words in commands(rotten):
                check(words)


def commands(script):
    """The commands of a script, each as its words."""
    for line in script.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="&|;")
        lexer.whitespace_split = True
        words = []
        for word in [*lexer, ";"]:
            if set(word) <= set("&|;"):
                if words:
                    yield words
                words = []
            elif words or not re.fullmatch(r"[A-Z_]+=.*", word):
                words.append(word)


def check(words):
    program = words[0]
    if program in ("cd", "curl", "docker", "embedding-atlas", "export", "tar", "tensorboard"):
        return
    if program == "make":
        check_make(words)
    elif program == "mvn":
        check_maven(words)
    elif program == "image-features" or program.endswith("/bin/image-features"):
        check_options(words[1], words[2:])
    elif program.endswith(".bin/cdk"):
        assert words[1] in CDK_COMMANDS, words
        check_settings(words)
    elif program.endswith(("pip", "python", "python3")):
        for file in words[1:]:
            assert not re.search(r"\.(txt|py)$", file) or (ROOT / file).is_file(), file
    elif program == "git":
        assert words[1] in ("clone", "tag", "push", "commit", "switch"), words
    else:
        assert "/" in program, f"no way is known to check '{' '.join(words)}'"
        assert (ROOT / program).is_file(), f"there is no {program}"


def check_make(words):
    done = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for word in words[1:]:
        name, assigned, value = word.partition("=")
        if assigned:
            assert re.search(rf"^{name} \?=|\$\({name}\)", makefiles(), re.MULTILINE), f"no variable {name}"
        if name == "CONTEXT":
            check_settings(shlex.split(value))


def check_settings(words):
    for flag, setting in zip(words, words[1:]):
        if flag == "-c":
            assert setting.partition("=")[0] in setting_names(), f"there is no setting {setting}"


def check_options(command, words):
    known = options_of(command)
    for word in words:
        assert not word.startswith("-") or word.partition("=")[0] in known, f"{command} has no {word}"


def check_maven(words):
    modules = [str(pom.parent.relative_to(ROOT)) for pom in [*ROOT.glob("*/pom.xml"), *ROOT.glob("job/*/pom.xml")]]
    for before, word in zip(words, words[1:]):
        if before == "-pl":
            assert set(word.split(",")) <= set(modules), word
        if match := re.match(r"-D(?:it\.)?test='?([A-Za-z*]+)", word):
            name = f"src/test/java/**/{match.group(1)}.java"
            assert [*ROOT.glob(f"*/{name}"), *ROOT.glob(f"job/*/{name}")], f"there is no {match.group(1)}"


@functools.cache
def makefiles():
    return "\n".join(file.read_text() for file in [ROOT / "Makefile", *ROOT.glob("*/*.mk")])


@functools.cache
def setting_names():
    source = (ROOT / "cdk/src/main/java/io/github/imagefeatures/cdk/PipelineSettings.java").read_text()
    own = set(re.findall(r'"(\w+)"', re.search(r"NAMES =\s*Set\.of\((.*?)\);", source, re.DOTALL).group(1)))
    long = {option for option in options_of("run") if option.startswith("--")} - {"--help", "--version"}
    names = {re.sub("-(.)", lambda letter: letter.group(1).upper(), re.sub("^--(no-)?", "", each)) for each in long}
    job = (ROOT / "cdk/src/main/java/io/github/imagefeatures/cdk/JobOptions.java").read_text()
    decided = re.findall(r'"(\w+)",\n', re.search(r"DECIDED =\s*Map\.of\((.*?)\);", job, re.DOTALL).group(1))
    return own | (names - set(decided))


@functools.cache
def options_of(command):
    if command.startswith("-"):
        done = image_features(command, "--help")
        return set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", done))
    assert command in options(), f"there is no command {command}"
    found = {"-h", "--help", "-V", "--version"}
    for option in options()[command].values():
        found |= {*option["names"], option["opposite"]} - {None}
    return found


@functools.cache
def options():
    """Every command's options, by one start of Java."""
    return json.loads(image_features("options"))


def image_features(*words):
    done = subprocess.run([ROOT / "job/bin/image-features", *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
