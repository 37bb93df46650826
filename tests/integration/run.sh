#!/bin/sh
# Every integration script in turn, each with a virtual environment of its own, removed with it.
set -eu
cd "$(dirname "$0")"
for tool in label_studio doccano brat; do
    "${PYTHON:-python}" "$tool.py"
done
