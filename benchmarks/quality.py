"""Measure the extraction against gold annotation sets, beside free baselines.

Run from the project's root: `python benchmarks/quality.py [SET CORPUS]...`. It prints a Markdown
page and writes it to docs/quality.md. A gold set holds offsets only; its documents are found in the
corpus folder by the hash of their text. Beside a set may lie `holders.jsonl`: the sentences that
attribute a view, with kind and words of the holder. A set without sentences measures its mentions
alone, and its intervals are over paragraphs.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from baselines import dateparser_spans, dateparser_value, ruler, stock, trimmed
from scoring import (
    CAUSES,
    Span,
    b_cubed,
    b_cubed_f1,
    causes,
    counts,
    f1,
    interval,
    overlapping,
    share,
    strict,
    units,
)
from sklearn.metrics import f1_score

from pipeline import load_annotator, read_corpus
from pipeline.annotate.dates import parse_published
from pipeline.annotate.records import AnnotatedDocument
from pipeline.corpus import Document

ROOT = Path(__file__).parent.parent
ANNOTATIONS = ROOT / "annotations"
LABELS = ("OFFICIAL", "CARTEL", "AGENCY", "DATE")
EXAMPLES = 6
Example = Literal["words", "offsets", "none"]


@dataclass(frozen=True, slots=True)
class Coded:
    """One document with its gold and what each system found."""

    gold: dict[str, Any]
    holders: dict[str, Any] | None
    ours: AnnotatedDocument
    systems: dict[str, list[Span]]

    @property
    def wanted(self) -> list[Span]:
        return [(m["start"], m["end"], m["label"]) for m in self.gold["mentions"]]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """What a bootstrap draws from: gold's sentences, or paragraphs where it has none."""
        blocks = self.ours.document.blocks
        return self.gold.get("sentences") or [{"start": b.start, "end": b.end} for b in blocks]


def main() -> None:
    given = [Path(a).resolve() for a in sys.argv[1:]]
    pairs = list(zip(given[::2], given[1::2], strict=True)) or list(default_sets())
    page = [
        "# Measured quality of the extraction",
        "",
        "Printed by `python benchmarks/quality.py`. Strict: same span and label; overlapping: spans "
        "share a character and have the same label. In brackets: 95% bootstrap interval over "
        "sentences, mentions or claims (500 draws, fixed seed). Baselines: the stock named-entity "
        "component of the same spaCy model (PERSON as OFFICIAL, ORG as AGENCY, CARTEL where the name "
        "says so, DATE); an EntityRuler over the same gazetteers, with the stock component's dates. "
        "Baselines' spans are freed of determiners, prepositions and possessive endings before they "
        "are compared. How the sets came about: `annotations/samples/README.md`, "
        "`annotations/development/README.md`, `annotations/former-test/README.md`, "
        "`annotations/probes/en/README.md`, `annotations/probes/es/README.md`, `annotations/test/README.md`. Patterns were written with an eye on the errors in the others; "
        "only `test` says what unseen texts would give, and its errors are counted, not shown.",
    ]
    for gold_path, corpus in pairs:
        page += [
            "",
            f"## {title(gold_path)}",
            "",
            *report(gold_path, corpus),
        ]
    text = "\n".join(page) + "\n"
    print(text)
    (ROOT / "docs/quality.md").write_text(text, encoding="utf-8")


def default_sets() -> Iterator[tuple[Path, Path]]:
    """The project's sets with their corpora: `development`, `former-test`, `probes` and `test` by
    language, measured against the adjudicated gold, or against each annotator as long as there is none."""
    yield from (
        (annotations, corpus)
        for annotations, corpus in (
            (ANNOTATIONS / "article/gold.jsonl", ROOT.parent / "shared/corpus"),
            (ANNOTATIONS / "samples/gold.jsonl", ROOT / "corpus"),
            (ANNOTATIONS / "development-es/gold.jsonl", ANNOTATIONS / "development-es"),
        )
        if annotations.exists() and corpus.exists()
    )
    for part in ("development", "former-test", "probes", "test"):
        for language in ("en", "es"):
            folder = ANNOTATIONS / part / language
            gold = folder / "gold.jsonl"
            sets = [gold] if gold.exists() else sorted(folder.glob("annotator-*.jsonl"))
            yield from ((annotations, folder / "corpus") for annotations in sets)


def title(gold_path: Path) -> str:
    """What a set is called on the page: its place below `annotations/`, and who annotated."""
    folder = gold_path.parent
    name = (
        str(folder.relative_to(ANNOTATIONS)) if folder.is_relative_to(ANNOTATIONS) else str(folder)
    )
    return f"{name}, {gold_path.stem}"


def report(gold_path: Path, corpus: Path) -> list[str]:
    coded = list(code(gold_path, corpus))
    if corpus.is_relative_to(ANNOTATIONS / "test"):
        examples: Example = "none"
    else:
        examples = "words" if corpus.is_relative_to(ROOT) else "offsets"
    sentences = sum(len(c.gold.get("sentences", ())) for c in coded)
    lines = [
        f"{len(coded)} documents, "
        + (f"{sentences} sentences." if sentences else "mentions only."),
        "",
        *mention_table(coded),
        "",
        *measure_table(coded),
        "",
        *error_table(coded, examples),
    ]
    return lines


def code(gold_path: Path, corpus: Path) -> Iterator[Coded]:
    gold = {row["text_sha256"]: row for row in read(gold_path)}
    holders_path = gold_path.parent / "holders.jsonl"
    holders = {r["text_sha256"]: r for r in read(holders_path)} if holders_path.exists() else {}
    annotator, stock_ner, by_list = load_annotator(), stock(), ruler()
    for document in read_corpus(corpus):
        if not isinstance(document, Document) or document.text_sha256 not in gold:
            continue
        text = document.text
        ours = annotator.annotate(document)
        published = parse_published(document.metadata.published)
        yield Coded(
            gold[document.text_sha256],
            holders.get(document.text_sha256),
            ours,
            {
                "ours": [(m.start, m.end, m.label) for m in ours.mentions],
                "stock": [trimmed(text, s) for s in stock_ner(text)],
                "ruler": [trimmed(text, s) for s in by_list(text)],
                "dateparser": [trimmed(text, s) for s in dateparser_spans(text, published)],
            },
        )


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def mention_table(coded: list[Coded]) -> list[str]:
    lines = [
        "| label | gold | found | right | strict F1 | overlapping F1 | stock strict | "
        "stock overlapping | EntityRuler strict | EntityRuler overlapping |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for label in (*LABELS, "all"):
        hits, wanted, got = 0, 0, 0
        for c in coded:
            row = counts(of(c.wanted, label), of(c.systems["ours"], label))
            hits, wanted, got = hits + row[0], wanted + row[1], got + row[2]
        figures = [
            interval(
                [
                    unit
                    for c in coded
                    for unit in units(
                        of(c.wanted, label),
                        of(c.systems[system], label),
                        c.parts,
                        match,
                    )
                ],
                f1,
            )
            for system, match in (
                ("ours", strict),
                ("ours", overlapping),
                ("stock", strict),
                ("stock", overlapping),
                ("ruler", strict),
                ("ruler", overlapping),
            )
        ]
        lines.append(f"| {label} | {wanted} | {got} | {hits} | {' | '.join(figures)} |")
    return lines


def of(spans: list[Span], label: str) -> list[Span]:
    return [s for s in spans if label in (s[2], "all")]


def measure_table(coded: list[Coded]) -> list[str]:
    lines = ["| measure | figure |", "|---|---|"]
    bounds = [unit for c in coded if c.gold.get("sentences") for unit in sentence_units(c)]
    if bounds:
        lines.append(f"| sentence bounds, F1 | {interval(bounds, f1)} |")
    values, theirs, spans = [], [], []
    joined: list[tuple[float, float]] = []
    for c in coded:
        published = parse_published(c.ours.document.metadata.published)
        found = {(m.start, m.end): m for m in c.ours.mentions}
        for m in c.gold["mentions"]:
            if m["label"] != "DATE":
                continue
            place = (m["start"], m["end"])
            wanted = m.get("edtf") or None
            values.append(place in found and found[place].edtf == wanted)
            written = " ".join(c.ours.document.text[place[0] : place[1]].split())
            theirs.append(dateparser_value(written, published) == wanted)
        spans += units(of(c.wanted, "DATE"), c.systems["dateparser"], c.parts, strict)
        joined += b_cubed(
            {
                (m["start"], m["end"]): m["entity"]
                for m in c.gold["mentions"]
                if m["label"] != "DATE" and "entity" in m
            },
            {place: m.entity_id for place, m in found.items()},
        )
    lines += [
        f"| DATE mentions found with the right EDTF value, of {len(values)} | "
        f"{interval(values, share)} |",
        f"| dateparser, given the gold expression: right EDTF value | {interval(theirs, share)} |",
        f"| dateparser's own search for dates, strict F1 | {interval(spans, f1)} |",
    ]
    if joined:
        figure = interval(joined, b_cubed_f1)
        lines.append(f"| entity resolution of the mentions found, B-cubed F1 | {figure} |")
    return [
        *lines,
        *holder_lines(coded),
        *claim_lines([c for c in coded if c.gold.get("claims")]),
    ]


def sentence_units(c: Coded) -> list[tuple[int, int, int]]:
    wanted = {(s["start"], s["end"]) for s in c.gold["sentences"]}
    found = {(s.start, s.end) for s in c.ours.sentences}
    return [
        (place in wanted and place in found, place in wanted, place in found)
        for place in sorted(wanted | found)
    ]


def holder_lines(coded: list[Coded]) -> list[str]:
    """Holders of the claims found: the kind over all of them; the referent where gold names one."""
    kinds, attributed, referents = [], [], []
    for c in coded:
        gold = gold_holders(c)
        if gold is None:
            continue
        text = c.ours.document.text
        names = {e.id: e for e in c.ours.entities}
        at = {(m.start, m.end): m.entity_id for m in c.ours.mentions}
        for claim in c.ours.claims:
            place = (claim.start, claim.end)
            kind, words = gold.get(place, ("author", None))
            kinds.append(claim.holder.kind == kind)
            if kind == "author":
                continue
            attributed.append(claim.holder.kind == kind)
            if words is None or kind == "unknown":
                continue
            wanted = text[words[0] : words[1]]
            inside = {e for (s, e_), e in at.items() if s < words[1] and words[0] < e_}
            said = claim.holder.text or ""
            entity = names.get(claim.holder.entity_id or "")
            referents.append(
                (entity is not None and entity.id in inside)
                or bool(said and (said in wanted or wanted in said))
            )
    if not kinds:
        return []
    return [
        f"| holder kind, over {len(kinds)} claims | {interval(kinds, share)} |",
        f"| holder kind where a view is attributed, over {len(attributed)} | "
        f"{interval(attributed, share)} |",
        f"| holder's referent where gold names one, over {len(referents)} | "
        f"{interval(referents, share)} |",
    ]


def gold_holders(c: Coded) -> dict[tuple[int, int], tuple[str, list[int] | None]] | None:
    if c.holders is not None:
        return {(h["start"], h["end"]): (h["kind"], h.get("holder")) for h in c.holders["holders"]}
    if not c.gold.get("claims"):
        return None
    return {
        (k["start"], k["end"]): (
            k["holder"]["kind"],
            [k["holder"]["start"], k["holder"]["end"]] if "start" in k["holder"] else None,
        )
        for k in c.gold["claims"]
    }


def claim_lines(coded: list[Coded]) -> list[str]:
    if not coded:
        return []
    claim: list[tuple[int, int, int]] = []
    stances, types, documents = [], [], []
    for c in coded:
        wanted = {(k["start"], k["end"]): k for k in c.gold["claims"]}
        got = {(k.start, k.end): k for k in c.ours.claims}
        claim += [(p in wanted and p in got, p in wanted, p in got) for p in {**wanted, **got}]
        for place, k in wanted.items():
            found = got.get(place)
            stances.append((k["stance"], found.stance.label if found else "neutral"))
            if found:
                types.append((k["type"], found.type))
        documents.append(c.ours.stance.label == c.gold["stance"])
    return [
        f"| claim sentences, F1 | {interval(claim, f1)} |",
        f"| claim type, macro-F1 | {interval(types, macro)} |",
        f"| stance of gold claims, macro-F1 (three labels) | {interval(stances, macro)} |",
        f"| document stance | {sum(documents)} of {len(documents)} |",
    ]


def macro(pairs: list[tuple[str, str]]) -> float:
    truth, found = zip(*pairs, strict=True)
    labels = sorted(set(truth))
    return float(f1_score(truth, found, labels=labels, average="macro", zero_division=0))


def error_table(coded: list[Coded], shown: Example) -> list[str]:
    """Errors by label and cause. Examples quote the project's own texts; of a text that is not the
    project's only offsets stand here, and of a test text nothing."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for c in coded:
        for cause, spans in causes(c.wanted, c.systems["ours"]).items():
            for start, end, label in spans:
                words = " ".join(c.ours.document.text[start:end].split())
                found[(label, cause)].append(f"“{words}”" if shown == "words" else f"{start}-{end}")
    lines = [f"| label | {' | '.join(CAUSES)} |", "|---" * (1 + len(CAUSES)) + "|"]
    for label in LABELS:
        cells = []
        for cause in CAUSES:
            examples = found[(label, cause)]
            different = list(dict.fromkeys(examples))[:EXAMPLES]
            some = f": {', '.join(different)}" if examples and shown != "none" else ""
            cells.append(f"{len(examples)}{some}")
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
