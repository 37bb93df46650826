"""stancebook schema: the JSON Schemas of the dataset."""

from __future__ import annotations

import json

import click

from pipeline.dataset.schema import NAMES as SCHEMA_NAMES
from pipeline.dataset.schema import schema as dataset_schema


@click.command()
@click.argument("name", type=click.Choice(SCHEMA_NAMES), default="documents")
def schema(name: str) -> None:
    """Print the JSON Schema of a dataset file.

    \b
    Example:
      stancebook schema documents > documents.schema.json
    """
    click.echo(json.dumps(dataset_schema(name), indent=2))
