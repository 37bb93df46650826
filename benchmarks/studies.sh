#!/bin/sh
# Run every shipped study, record its manifest beside it, and put its page and plots into
# docs/studies/. Arguments: the study folders (default: all). A study of which a part is skipped,
# for want of data, keeps its last record, and the exit status is then 3.
set -u
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- studies/*
mkdir -p docs/studies/plots
status=0
for folder in "$@"; do
  name=$(basename "$folder")
  out="outputs/studies/$name"
  rm -rf "$out"
  if stancebook study run "$folder" -o "$out" --record; then
    cp "$out/REPORT.md" "docs/studies/$name.md"
    rm -f "docs/studies/plots/$name.svg" "docs/studies/plots/$name".*.svg
    cp "$out"/plots/*.svg docs/studies/plots/
  else
    echo "$name: not recorded" >&2
    status=3
  fi
done
exit $status
