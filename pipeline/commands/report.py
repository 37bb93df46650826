"""stancebook report: pages, tables and figures of a dataset."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.options import PATH


@click.command()
@click.argument("out", type=PATH)
@click.option("-o", "--output", type=PATH, help="The file to write; by default OUT/report.html.")
@click.option(
    "--to",
    "form",
    type=click.Choice(("html", "md")),
    default="html",
    show_default=True,
    help="One page to read, or tables in Markdown.",
)
@click.option(
    "--figures", type=PATH, metavar="FOLDER", help="Write each figure as PNG and SVG too."
)
@click.option("--title", default="stancebook report", show_default=True, help="Name on the page.")
@click.option(
    "--measures", type=PATH, help="What `stancebook evaluate -o` wrote: adds its figures."
)
@click.option(
    "--model", type=PATH, help="The stance model of the run, where it is not the own one."
)
@click.option(
    "--max-megabytes",
    type=click.FloatRange(0),
    default=80,
    show_default=True,
    help="Room for texts in the page; documents past it are counted and listed, not shown.",
)
def report(
    out: Path, output: Path | None, form: str, figures: Path | None, title: str,
    measures: Path | None, model: Path | None, max_megabytes: float,
) -> None:  # fmt: skip
    """Make one HTML file that shows the dataset in the folder OUT.

    The file holds everything, opens from disk, and asks nothing of a network.

    \b
    Examples:
      stancebook report outputs/demo
      stancebook report outputs/demo --to md -o tables.md --figures figures
      stancebook report outputs/demo --measures measures.json --title "Haiti, 2024"
    """
    from pipeline.dataset.files import write_atomically
    from pipeline.dataset.load import load_dataset, read_json
    from pipeline.report.figures import figures as draw
    from pipeline.report.figures import save_figures
    from pipeline.report.load import model_cards
    from pipeline.report.page import calibration_bins, html_report
    from pipeline.report.summary import summarise
    from pipeline.report.tables import markdown_report

    dataset = load_dataset(out)
    measured = None if measures is None else read_json(measures)
    path = output or out / f"report.{form}"
    if form == "html":
        room = int(max_megabytes * 1_000_000)
        page = html_report(
            dataset, title=title, stance_model=model, measures=measured, max_bytes=room
        )
        write_atomically(path, [page])
    if form == "md" or figures is not None:
        summary = summarise(dataset.documents())
        if form == "md":
            write_atomically(path, [markdown_report(summary, dataset, title)])
        if figures is not None:
            bins = calibration_bins(model_cards(dataset.run, model), measured)
            files = save_figures(draw(summary, bins), figures)
            click.echo(f"{len(files)} files in {figures}")
    click.echo(path)
