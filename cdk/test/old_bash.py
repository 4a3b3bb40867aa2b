"""Finds in shell scripts what bash 3.2 does not know, which is the bash of macOS.

usage: old_bash.py SCRIPT...; prints SCRIPT:LINE: WHAT, and ends with 1 when there is anything. Every
kind is first tried on an example of its own, so that a kind that finds nothing any more is noticed.
"""

import pathlib
import re
import sys

# What is found, why it does not work, an example that must be found, and one that must not.
KINDS = [
    (r"\b(mapfile|readarray|coproc)\b", "came with bash 4.0", "mapfile -t a < b", "while read -r line; do"),
    (r"\b(declare|local|typeset|readonly)\s+-\w*[Anglu]", "these attributes came with bash 4", "local -A a=()", "local -a a=()"),
    (r"\$\{!?\w+(\[[^]]*\])?(\^|,)", "changing case came with bash 4.0", "${name,,}", "${name//,/ }"),
    (r"\$\{\w+(\[[^]]*\])?@[A-Za-z]\}", "transformations came with bash 4.4", "${name@Q}", "${name[@]}"),
    (r"&>>|\|&", "came with bash 4.0", "make &>> log", "make >>log 2>&1"),
    (r";;?&", "came with bash 4.0", "a) b ;;&", "a) b ;; *)"),
    (r"\bwait\s+-[a-z]", "options of wait came with bash 4.3", "wait -n", 'wait "$pid"'),
    (r"(\[|\btest)\s+(!\s+)?-v\s", "came with bash 4.2", "[ -v name ]", "command -v name"),
    (r"%\([^)]*\)T", "came with bash 4.2", "printf '%(%s)T'", "printf '%s'"),
    (r"(?<!\$)\{[A-Za-z_]\w*\}[<>]", "came with bash 4.1", "exec {file}>log", 'echo "${name}">log'),
    (r"\$\{?(BASHPID|EPOCH\w+|SRANDOM|BASH_XTRACEFD|BASH_ARGV0)\b", "came with bash 4.0 or later", "$EPOCHSECONDS", "$SECONDS"),
    (
        r"shopt\s+-\w+.*\b(globstar|lastpipe|inherit_errexit|autocd|dirspell|localvar_inherit)\b",
        "came with bash 4.0 or later",
        "shopt -s globstar",
        "shopt -s nullglob",
    ),
    (r"\w\[-\d", "negative subscripts came with bash 4.2", "${names[-1]}", "${names[0]}"),
    (r"\$\{\w+:[^}:]*:\s*-\d", "negative lengths came with bash 4.2", "${name:0:-1}", "${name:0:1}"),
    (r"\bread\s+(-\w+\s+)*-\w*[Ni]", "came with bash 4", "read -r -N 1 key", "read -r -n 1 key"),
    (r"\{(0\d+\.\.|[^{}\s]+\.\.[^{}\s]+\.\.)", "zeros and steps came with bash 4.0", "{01..10}", "{1..10}"),
    (r"\$'[^']*\\[uU]", "came with bash 4.2", r"$'\u00e4'", r"$'\n'"),
    (r"printf\s+-v\s+\w+\[", "came with bash 4.1", "printf -v a[0] x", "printf -v a x"),
    (r"(\bsource|^\s*\.)\s+<\(", "reads nothing before bash 4", "source <(echo)", "source ./file"),
    (
        r"[$<>]\((?:[^()]|\([^()]*\))*\bcase\s",
        "a ')' of a case ends the substitution that it stands in before bash 4",
        "x=$(case $a in b) c ;; esac)",
        "x=$(a) && case $x in b) c ;; esac",
    ),
]
ASSIGNED = re.compile(r"\b(\w+)\+?=\(\s*(\S*)|\bread\s+(?:-\w+\s+)*-a\s+(\w+)|\bread\s+-\w*a\s+(\w+)")
MAY_BE_EMPTY = re.compile(r'"?\$[@*]|"?\$\{([@*]\}|\w+\[)|\$\(|\$\w|\)')
EMPTY_ARRAY = "of an empty array is an unbound variable under 'set -u' before bash 4.4; write ${%s[@]+\"${%s[@]}\"}"


def empty_arrays(text):
    """Where an array that may be empty is expanded as if it had elements."""
    names = set()
    for found in ASSIGNED.finditer(text):
        name, first = found.group(1), found.group(2)
        if found.group(3) or found.group(4):
            names.add(found.group(3) or found.group(4))
        elif "+=" not in found.group(0) and MAY_BE_EMPTY.match(first):
            names.add(name)
    for name in sorted(names):
        if f"${{#{name}[@]}}" in text:
            continue  # asked for its length first
        for found in re.finditer(rf"\$\{{{name}\[[@*]\][^-+:}}]*\}}", text):
            if not text[: found.start()].endswith((f"{name}[@]+", f'{name}[@]+"')):
                yield found.start(), found.group(0), EMPTY_ARRAY % (name, name)


def findings(script):
    """Line, text and reason of all that is found; whole lines of comment are passed over."""
    text = re.sub(r"(?m)^[ \t]*#.*$", "", script)
    found = [(each.start(), each.group(0), why) for pattern, why, _, _ in KINDS for each in re.finditer(pattern, text, re.M)]
    return [(text.count("\n", 0, at) + 1, what.strip(), why) for at, what, why in [*found, *empty_arrays(text)]]


def check_itself():
    for pattern, _, wrong, right in KINDS:
        assert re.search(pattern, wrong, re.M), f"{pattern} does not find {wrong}"
        assert not findings(right), f"{right} is taken for {findings(right)}"
    for wrong in ('a=()\nb "${a[@]}"', 'a=("$@")\nb "${a[@]}"', 'read -r -a a <<<""\nb "${a[@]}"'):
        assert findings(wrong), f"{wrong} is not found"
    for right in ('a=()\nb ${a[@]+"${a[@]}"}', 'a=(x "$@")\nb "${a[@]}"', 'a=("${@:-x}")\nb "${a[@]}"'):
        assert not findings(right), f"{right} is taken for {findings(right)}"


check_itself()
found = [(name, *each) for name in sys.argv[1:] for each in findings(pathlib.Path(name).read_text())]
for name, line, what, why in found:
    print(f"{name}:{line}: {what}: {why}")
sys.exit(1 if found else 0)
