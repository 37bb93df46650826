"""stancebook study: run and verify declared studies, and pack them for an archive."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.commands.options import FAILED_DOCUMENTS, PATH
from pipeline.commands.output import json_option, print_json, print_table
from pipeline.studies.crate import write_crate
from pipeline.studies.inputs import MissingData
from pipeline.studies.package import write_package
from pipeline.studies.run import MANIFEST, run_study, write_run
from pipeline.studies.study import Study, read_study
from pipeline.studies.verify import (
    Checked,
    compare_runs,
    differences,
    files_that_differ,
    read_manifest,
)

_DATA = click.option("--data", type=PATH, multiple=True,
                     help="A folder with the study's data; found by path or hash.")  # fmt: skip


@click.group()
def study() -> None:
    """Studies that anyone can reproduce: STUDY.toml declares inputs by hash, what is computed, and
    the figures that were published."""


@study.command()
@click.argument("study_file", metavar="STUDY", type=PATH)
@click.option("-o", "--output", type=PATH, help="Folder to write [outputs/studies/NAME].")
@click.option(
    "--record", is_flag=True, help="Also write the manifest of a whole run beside the study."
)
@_DATA
@json_option
@click.pass_context
def run(
    ctx: click.Context, study_file: Path, output: Path | None, record: bool,
    data: tuple[Path, ...], as_json: bool,
) -> None:  # fmt: skip
    """Run a STUDY: its figures, tables, page and manifest. Without its data it is skipped, with
    the reason (exit status 3).

    \b
    Example:
      stancebook study run studies/csta-apsr/STUDY.toml --data ~/data -o outputs/csta
    """
    one = read_study(study_file)
    out = output or Path("outputs/studies") / one.name
    try:
        found = run_study(one, data)
    except MissingData as reason:
        click.echo(f"skipped: {reason}", err=True)
        ctx.exit(FAILED_DOCUMENTS)
    write_run(found, out)
    if record and not found.manifest["skipped"]:
        shutil.copyfile(out / MANIFEST, one.folder / MANIFEST)
    for step, why in found.manifest["skipped"].items():
        click.echo(f"skipped: {step}: {why}", err=True)
    if as_json:
        print_json({"folder": str(out), "figures": found.manifest["figures"],
                    "skipped": found.manifest["skipped"]})  # fmt: skip
    else:
        click.echo(f"{len(found.manifest['figures'])} figures in {out}")
    if found.manifest["skipped"]:
        ctx.exit(FAILED_DOCUMENTS)


@study.command()
@click.argument("study_files", metavar="STUDY...", type=PATH, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@_DATA
@click.pass_context
def verify(
    ctx: click.Context, study_files: tuple[Path, ...], as_json: bool, data: tuple[Path, ...]
) -> None:
    """Run each STUDY again and compare every figure with the recorded ones, to the printed digit.

    Exit status: 0 all the same; 1 some differ; 3 none differs, but some were skipped because their
    data is not there.

    \b
    Example:
      stancebook study verify studies/csta-apsr studies/lewidi2023 --data ~/data
    """
    statuses = [_verify(read_study(path), data, as_json) for path in study_files]
    ctx.exit(1 if 1 in statuses else max(statuses))


def _verify(one: Study, data: tuple[Path, ...], as_json: bool) -> int:
    recorded = read_manifest(one.folder / MANIFEST)
    try:
        found = run_study(one, data).manifest
    except MissingData as reason:
        click.echo(f"skipped: {reason}", err=True)
        return FAILED_DOCUMENTS
    rows = compare_runs(one, recorded, found)
    changed = differences(recorded, found)
    files = files_that_differ(recorded, found)
    if as_json:
        rows_json = [asdict(row) for row in rows]
        click.echo(json.dumps({"study": one.name, "figures": rows_json, "changed": changed,
                               "files": files}))  # fmt: skip
    else:
        _print(one, rows)
        for title, lines in (("changed", changed), ("not the recorded bytes", files)):
            if lines:
                click.echo(f"  {title}: {'; '.join(lines)}")
    if any(row.same is False for row in rows):
        return 1
    return FAILED_DOCUMENTS if any(row.same is None for row in rows) else 0


def _print(one: Study, rows: list[Checked]) -> None:
    marks = {True: "same", False: "DIFFERS", None: "skipped"}
    print_table(
        ("", "Figure", "Value", "Why"),
        [[marks[row.same], row.figure,
          row.found if row.same else f"{row.recorded} -> {row.found}", row.why] for row in rows],
    )  # fmt: skip
    same = sum(row.same is True for row in rows)
    click.echo(f"{one.name}: {same} of {len(rows)} figures the same")


@study.command()
@click.argument("output", metavar="RUN", type=PATH)
def pack(output: Path) -> None:
    """Describe a RUN's folder for an archive, as a Frictionless data package (datapackage.json:
    every file with its hash and the meaning of its columns) and as an RO-Crate
    (ro-crate-metadata.json: also what was read, and what computed it). Check it with `frictionless
    validate`, and with `rocrate-validator validate`. The folder can be verified as it is.

    \b
    Example:
      stancebook study pack outputs/studies/csta-apsr
    """
    for path in (write_package(output), write_crate(output)):
        click.echo(f"wrote {path}")
