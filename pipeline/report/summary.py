"""What a corpus says at a glance: counts over documents, claims, holders and entities."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
STANCES = ("favor", "neutral", "against")
NAMED = ("OFFICIAL", "CARTEL", "AGENCY")
UNKNOWN = "not stated"
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")
# A time axis shows months up to this many, then years; past that many years only those that occur.
_MONTHS, _YEARS = 24, 60
_UNSURE = 0.5


@dataclass(slots=True)
class Tally:
    """Claims (or documents) by stance, and the documents they come from."""

    stances: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return self.stances.total()


@dataclass(slots=True)
class Named:
    """An entity over all documents."""

    names: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    wikidata: str | None = None
    mentions: int = 0


@dataclass(slots=True)
class Summary:
    """Counts over a corpus. Add documents one by one; every count is over what was added."""

    documents: int = 0
    sentences: int = 0
    mentions: int = 0
    unresolved: int = 0
    stances: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    types: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    publishers: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    languages: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    days: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    holders: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    entities: dict[tuple[str, str], Named] = field(default_factory=lambda: defaultdict(Named))
    warnings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, record: Record) -> None:
        """Count one document."""
        doc_id, metadata, stance = record["doc_id"], record["metadata"], record["stance"]
        self.documents += 1
        self.sentences += len(record["sentences"])
        self.mentions += len(record["mentions"])
        self.stances[stance["label"]] += 1
        for tallies, key in (
            (self.kinds, metadata.get("kind")),
            (self.publishers, metadata.get("publisher")),
            (self.languages, metadata.get("language")),
            (self.days, metadata.get("published")),
        ):
            tallies[key or UNKNOWN].stances[stance["label"]] += 1
        for claim in record["claims"]:
            label = claim["stance"]["label"]
            self.claims[label] += 1
            self.types[claim["type"]].stances[label] += 1
            tally = self.holders[holder_of(claim["holder"], record)]
            tally.stances[label] += 1
            tally.documents.add(doc_id)
        self._add_entities(record)
        self._warn(record)

    def _add_entities(self, record: Record) -> None:
        counts = Counter(mention["entity_id"] for mention in record["mentions"])
        for entity in record["entities"]:
            if entity["label"] in NAMED:
                key = entity.get("wikidata") or entity["name"].casefold()
                named = self.entities[entity["label"], key]
                named.names[entity["name"]] += 1
                named.documents.add(record["doc_id"])
                named.wikidata = entity.get("wikidata")
                named.mentions += counts[entity["id"]]

    def _warn(self, record: Record) -> None:
        doc_id = record["doc_id"]
        dates = [m for m in record["mentions"] if m["label"] == "DATE"]
        self.unresolved += sum("edtf" not in m or "X" in m["edtf"] for m in dates)
        if not record["metadata"].get("published"):
            self.warnings["No publication date: dates such as “last month” stay unresolved"].append(
                doc_id
            )
        if not record["claims"]:
            self.warnings["No claim was found"].append(doc_id)
        elif max(record["stance"]["probabilities"].values(), default=0) < _UNSURE:
            self.warnings["The author’s stance is unsure (no label reaches 0.5)"].append(doc_id)
        if "text" not in record:
            self.warnings["Coded without its text (--no-text): offsets only"].append(doc_id)

    def first_and_last(self) -> tuple[str, str] | None:
        """The earliest and the latest publication date."""
        days = sorted(day for day in self.days if day != UNKNOWN)
        return (days[0], days[-1]) if days else None

    def periods(self) -> list[tuple[str, Counter[str]]]:
        """Documents by stance and by year (or month, where all lie in two years), without gaps."""
        found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        for day, tally in self.days.items():
            match = _DATE.match(day)
            if match:
                found[int(match[1]), int(match[2] or 0)].update(tally.stances)
        if not found:
            return []
        first, last = min(found), max(found)
        months = list(_months(first, last)) if all(m for _, m in found) else []
        if months and len(months) <= _MONTHS and first[0] != last[0]:
            return [(f"{y}-{m:02}", found.get((y, m), Counter())) for y, m in months]
        years: dict[int, Counter[str]] = defaultdict(Counter)
        for (year, _), counts in found.items():
            years[year].update(counts)
        span = range(first[0], last[0] + 1)
        shown: Iterable[int] = span if len(span) <= _YEARS else sorted(years)
        return [(str(year), years.get(year, Counter())) for year in shown]

    def top_holders(self, count: int | None = None) -> list[tuple[str, str, Tally]]:
        """Kind, name and tally of the holders, those with most stated views first. The unknown
        holder ("it is said") is no one, and left out."""
        rows = [(kind, name, t) for (kind, name), t in self.holders.items() if kind != "unknown"]
        rows.sort(key=lambda r: (-(r[2].total - r[2].stances["neutral"]), -r[2].total, r[:2]))
        return rows[:count]

    def top_entities(self, label: str, count: int | None = None) -> list[Record]:
        """The most mentioned entities of a label."""
        rows: list[Record] = [
            {"name": min(n.names, key=lambda name: (-n.names[name], name)),
             "mentions": n.mentions, "documents": len(n.documents), "wikidata": n.wikidata}
            for (kind, _), n in self.entities.items() if kind == label
        ]  # fmt: skip
        return sorted(rows, key=lambda r: (-r["mentions"], r["name"]))[:count]


def summarise(records: Iterable[Record]) -> Summary:
    """The counts over all `records`."""
    summary = Summary()
    for record in records:
        summary.add(record)
    return summary


def ranked(tallies: Mapping[str, Tally], count: int | None = None) -> list[tuple[str, Tally]]:
    """Names with their tallies, the largest first."""
    return sorted(tallies.items(), key=lambda item: (-item[1].total, item[0]))[:count]


def holder_of(holder: Record, record: Record) -> tuple[str, str]:
    """Who holds a claim, named so that one person is one row over all documents: kind and name."""
    kind = holder["kind"]
    if kind == "author":
        metadata = record["metadata"]
        return kind, ", ".join(metadata.get("authors") or ()) or title_of(record)
    if kind == "entity":
        for entity in record["entities"]:
            if entity["id"] == holder.get("entity_id"):
                return kind, str(entity["name"])
    return kind, str(holder.get("text") or UNKNOWN)


def title_of(record: Record) -> str:
    """A document's title, or else its identifier."""
    return str(record["metadata"].get("title") or record["doc_id"])


def _months(first: tuple[int, int], last: tuple[int, int]) -> Iterable[tuple[int, int]]:
    year, month = first
    while (year, month) <= last:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
