#!/usr/bin/env bash
# EMR bootstrap action: fonts for the plots, which Java cannot draw without. A node without them still
# runs the job, only without pictures, so nothing here ever fails the cluster.
#
# The node's own package repository is reached through the storage endpoint.
set -uo pipefail

seconds=120

has_fonts() {
  [ -n "$(fc-list 2>/dev/null | head -n 1)" ]
}

if has_fonts; then
  echo "fonts: there are fonts already."
elif timeout "$seconds" sudo dnf install -y -q --setopt=install_weak_deps=False fontconfig dejavu-sans-fonts && has_fonts; then
  echo "fonts: installed."
else
  echo "fonts: none could be installed within $seconds seconds; the page's plots stay, the PNG files will be missing." >&2
fi
exit 0
