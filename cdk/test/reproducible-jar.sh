#!/usr/bin/env bash
# Builds what is deployed twice, in surroundings as different as two machines may have, and compares:
# other bytes from the same sources would be a new cluster, and a bill, for nothing.
# usage: reproducible-jar.sh [linux-x86_64|linux-arm64]
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

platform=${1:-linux-x86_64}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
one=$work/one
other="$work/elsewhere/and deeper"

build() {
  (cd "$1" && mvn -q -B package -pl job,run-outcome -DskipTests -Dnative.platform="$platform") >"$work/log" 2>&1 ||
    fail "the build in $1 failed: $(tail -n 20 "$work/log")"
}

# usage: compare MODULE PREFIX
compare() {
  local first second
  first=$(find "$one/$1/target" -maxdepth 1 -name "$2-*.jar")
  second=$(find "$other/$1/target" -maxdepth 1 -name "$2-*.jar")
  cmp -s "$first" "$second" ||
    fail "$(basename "$first") is not the same twice: $(python3 "$root/cdk/test/first_difference.py" "$first" "$second")"
  echo "$(sha256sum "$first" | cut -d ' ' -f 1)  $(basename "$first")"
  cmp "${first%.jar}-sbom.json" "${second%.jar}-sbom.json" || fail "the bill of materials of $1 is not the same twice."
  python3 "$root/cdk/test/check_bundled.py" "$first" "${first%.jar}-sbom.json"
}

copy_checkout "$one"
copy_checkout "$other" --touch
# A commit of its own, which must not show.
git -C "$one" init -q
git -C "$one" -c user.name=test -c user.email=test@example.org commit -q --allow-empty -m "Another commit"
(umask 022 && build "$one")
(umask 077 && TZ=Pacific/Auckland LC_ALL=C build "$other")
compare job image-features-job
compare run-outcome run-outcome
