"""The labelling configuration of a Label Studio project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline.codebook import Codebook
from pipeline.exchange.drafts import DOCUMENT, FIELDS

TEXT, WHO = "text", "annotator"  # names of the text, and of the field for the annotator's name


def config(codebook: Codebook) -> str:
    """The labelling configuration: mentions and claims as labels, what is coded of each while its
    region is selected, the document's stance below."""
    view = etree.Element("View")
    mentions = etree.SubElement(view, "Labels", name="mention", toName=TEXT)
    _options(mentions, "Label", codebook.mention_labels, codebook.mention_labels)
    etree.SubElement(etree.SubElement(view, "Labels", name="claim", toName=TEXT), "Label",
                     value="CLAIM")  # fmt: skip
    etree.SubElement(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    shown = {"visibleWhen": "region-selected"}
    claim = etree.SubElement(view, "View", whenTagName="claim", **shown)
    explained: dict[str, Mapping[str, str]] = {
        "type": codebook.claim_types,
        "stance": codebook.stances,
        "holder": {},
    }
    for name, hints in explained.items():
        etree.SubElement(claim, "Header", value=f"{name.capitalize()} of the claim", size="6")
        choices = _choices(claim, name, perRegion="true")
        _options(choices, "Choice", FIELDS["claim"][name] or (), hints)
    _area(claim, "holder_text", "What the holder is called, if no mention names it", "true")
    mention = etree.SubElement(view, "View", whenTagName="mention", **shown)
    _area(mention, "entity", "Whom or what the mention refers to", "true")
    _area(mention, "edtf", "A date's value in EDTF", "true")
    etree.SubElement(etree.SubElement(view, "Relations"), "Relation", value="holder")
    title = f"Stance of the document: {codebook.target}"
    etree.SubElement(view, "Header", value=title, size="6")
    _options(_choices(view, DOCUMENT), "Choice", codebook.stances, codebook.stances)
    _area(view, WHO, "Name under which you annotate (optional)", "false")
    etree.indent(view)
    return str(etree.tostring(view, encoding="unicode")) + "\n"


def _choices(parent: etree._Element, name: str, **more: str) -> etree._Element:
    return etree.SubElement(parent, "Choices", name=name, toName=TEXT, choice="single",
                            showInline="true", **more)  # fmt: skip


def _area(parent: etree._Element, name: str, hint: str, per_region: str) -> None:
    etree.SubElement(parent, "TextArea", name=name, toName=TEXT, perRegion=per_region,
                     maxSubmissions="1", editable="true", placeholder=hint)  # fmt: skip


def _options(
    parent: etree._Element, tag: str, values: Iterable[str], hints: Mapping[str, str]
) -> None:
    for value in values:
        hint = {"hint": hints[value]} if value in hints else {}
        etree.SubElement(parent, tag, value=value, **hint)
