#!/bin/sh
# Train the shipped sentence models from annotations/training.
set -eu
cd "$(dirname "$0")/.."
for task in stance claim type; do
    stancebook train annotations/training --task "$task" -o "pipeline/learn/data/$task.npz"
done
