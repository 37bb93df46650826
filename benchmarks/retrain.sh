#!/bin/sh
# Train the shipped sentence models on top of the encoder (benchmarks/train_encoder.py makes that).
# What reads the encoder's scores learns from groups that the encoder never saw.
set -eu
cd "$(dirname "$0")/.."
training=annotations/training
stancebook train $training/head --task stance --features encoder -o pipeline/learn/data/stance.npz
stancebook train $training/head --task type --features encoder -o pipeline/learn/data/type.npz
stancebook train $training/head --task claim --features encoder -o pipeline/learn/data/claim.npz
