#!/bin/sh
# Run every shipped study, record its manifest beside it, and print its page into docs/studies/.
# Arguments: the study folders (default: all). Studies whose data is absent keep their last record.
set -u
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- studies/*
mkdir -p docs/studies
for folder in "$@"; do
  name=$(basename "$folder")
  if stancebook study run "$folder" -o "outputs/studies/$name" --record; then
    cp "outputs/studies/$name/REPORT.md" "docs/studies/$name.md"
  else
    echo "$name: not recorded" >&2
  fi
done
