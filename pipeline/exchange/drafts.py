"""What a tool's file says of a text, before it is trusted: every check in one place.

A tool's module fills a `Draft` with what it reads, and a `Reading` makes of it the line of an
annotation set. What cannot be taken is a problem with its place. Of things that exclude each other
(two stances of one claim, two labels of one span) none is taken, so that nothing is guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.annotate.records import CLAIM_TYPES, STANCES
from pipeline.exchange.coding import HOLDER_KINDS, Claim, Coding, Holder, Mention, record_of
from pipeline.exchange.contract import ExchangeError, Imported, Problem, Source
from pipeline.exchange.documents import Unmatched
from pipeline.exchange.offsets import OffsetError, Original
from pipeline.studies.sets import Span

Kind = Literal["mention", "claim", "document"]
# What may be said of each kind of annotation; None where any text will do.
FIELDS: dict[Kind, dict[str, Collection[str] | None]] = {
    "mention": {"entity": None, "edtf": None},
    "claim": {"type": CLAIM_TYPES, "stance": STANCES, "holder": HOLDER_KINDS, "holder_text": None},
    "document": {"stance": STANCES},
}
_LINK = "link"
DOCUMENT = "document"  # the key under which the document's own values are given


@dataclass
class _Item:
    """An annotation as read; `values` has for each field what was said and where."""

    kind: Kind
    span: Span
    label: str
    place: str
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def said(self) -> tuple[Any, ...]:
        return self.span, self.label, *sorted((name, *sorted(v)) for name, v in self.values.items())


class Draft:
    """One annotator's work on one text, as a file has it. Annotations are named by keys, which are
    the file's own ids; `place` is where each thing stands, for messages."""

    def __init__(
        self,
        annotator: str,
        text: str,
        place: str,
        labels: Collection[str],
        to_point: Callable[[int], int] = lambda offset: offset,
    ) -> None:
        """`text` as the file has it; `to_point` gives the file's offsets in code points of it."""
        self.annotator, self.place, self.problems = annotator, place, list[Problem]()
        self.original = Original(text)
        self.labels, self._to_point = labels, to_point
        self._items = {DOCUMENT: _Item("document", (0, 0), "", place)}
        self._refused: set[str] = set()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.original.text

    def problem(self, place: str, message: str) -> None:
        """Note what is not taken."""
        self.problems.append(Problem(place, message))

    def refuse(self, key: str, place: str, message: str) -> None:
        """Note an annotation that is not taken; what is said of it later is no further problem."""
        self._refused.add(key)
        self.problem(place, message)

    def mention(self, key: str, start: Any, end: Any, label: Any, place: str) -> None:
        """A mention."""
        if not isinstance(label, str) or label not in self.labels:
            self.refuse(key, place, f"the label {label!r} is not in the codebook "
                                    f"({', '.join(self.labels)})")  # fmt: skip
        else:
            self._add(key, "mention", start, end, label, place)

    def claim(self, key: str, start: Any, end: Any, place: str) -> None:
        """A claim."""
        self._add(key, "claim", start, end, "", place)

    def _add(self, key: str, kind: Kind, start: Any, end: Any, label: str, place: str) -> None:
        if key in self._items:
            self.problem(place, f"the id {key} stands already at {self._items[key].place}")
            return
        try:
            span = self._point(start), self._point(end)
            if span[0] >= span[1]:
                raise OffsetError(f"{start} to {end} holds no character")
        except OffsetError as error:
            self.refuse(key, place, str(error))
            return
        self._items[key] = _Item(kind, span, label, place)

    def _point(self, offset: Any) -> int:
        if type(offset) is not int:
            raise OffsetError(f"the offset {offset!r} is no whole number")
        return self.original.point(self._to_point(offset))

    def value(self, key: str, name: str, value: Any, place: str) -> None:
        """Something said of an annotation: a field of FIELDS."""
        item = self._items.get(key)
        if item is None:
            if key not in self._refused:
                self.problem(place, f"gives the {name} of {key}, which is not there")
            return
        allowed = FIELDS[item.kind].get(name, ())
        if not isinstance(value, str) or not value:
            self.problem(place, f"the {name} {value!r} is no text")
        elif allowed is not None and value not in allowed:
            self.problem(place, f"the {name} {value!r} is none that a {item.kind} can have"
                                + (f" ({', '.join(allowed)})" if allowed else ""))  # fmt: skip
        else:
            item.values.setdefault(name, {}).setdefault(value, place)

    def link(self, one: str, other: str, place: str) -> None:
        """A link between a claim and the mention that names its holder, in either direction."""
        kinds = {key: self._items[key].kind for key in (one, other) if key in self._items}
        if len(kinds) < 2 and {one, other} & self._refused:
            self.problem(place, "links an annotation that is not taken")
        elif sorted(kinds.values()) != ["claim", "mention"]:
            self.problem(place, "a holder's link is between a claim and a mention")
        else:
            claim, mention = (one, other) if kinds[one] == "claim" else (other, one)
            self._items[claim].values.setdefault(_LINK, {}).setdefault(mention, place)

    def coding(self) -> Coding:
        """The sound part; `problems` then has the rest."""
        mentions = self._sole("mention")
        claims = self._sole("claim")
        return Coding(
            self.annotator,
            tuple(
                Mention(*item.span, item.label, self._one(item, "entity"), self._one(item, "edtf"))
                for item in mentions.values()
            ),
            tuple(
                Claim(*item.span, self._one(item, "type"), self._one(item, "stance"),
                      self._holder(item, mentions))
                for item in claims.values()
            ),
            self._one(self._items[DOCUMENT], "stance"),
        )  # fmt: skip

    def _sole(self, kind: Kind) -> dict[str, _Item]:
        """The annotations of a kind that do not exclude each other, in reading order. What stands
        twice in the same way is one."""
        once = {item.said: (key, item) for key, item in self._items.items() if item.kind == kind}
        items = sorted(once.values(), key=lambda pair: pair[1].span)
        excluded = set(_clashes(items, lambda item: item.label, lambda a, b: a[1] > b[0]))
        excluded |= set(_clashes(items, lambda _: "", lambda a, b: a == b))
        for key, item in items:
            if key in excluded:
                self.problem(item.place, f"this {kind} and another stand at one place "
                                         f"({item.span[0]} to {item.span[1]})")  # fmt: skip
        return {key: item for key, item in items if key not in excluded}

    def _one(self, item: _Item, name: str) -> str | None:
        said = item.values.get(name, {})
        if len(said) > 1:
            self.problem(item.place, f"has several values of {name}: {', '.join(sorted(said))}")
        return next(iter(said)) if len(said) == 1 else None

    def _holder(self, item: _Item, mentions: dict[str, _Item]) -> Holder | None:
        kind, text = self._one(item, "holder"), self._one(item, "holder_text")
        key = self._one(item, _LINK)
        span = None if key is None else self._items[key].span
        if span is not None and all(span != mention.span for mention in mentions.values()):
            self.problem(item.place, "is linked to a holder that is not taken")
            span = None
        if span is not None and kind in ("author", "unknown"):
            self.problem(item.place, f"has the holder {kind}, and a link to a mention as holder")
            return None
        if span is not None:
            return Holder(kind or "entity", text, span)
        if kind is None and text is not None:
            self.problem(item.place, f"says what its holder is called ({text}), and not its kind")
        return None if kind is None else Holder(kind, text)


def _clashes(
    items: Iterable[tuple[str, _Item]],
    group: Callable[[_Item], str],
    clash: Callable[[Span, Span], bool],
) -> Iterable[str]:
    """The keys of items, in order of their spans, that clash with another of their group."""
    furthest: dict[str, tuple[str, _Item]] = {}
    for key, item in items:
        before = furthest.get(group(item))
        if before is not None and clash(before[1].span, item.span):
            yield from (before[0], key)
        if before is None or before[1].span[1] <= item.span[1]:
            furthest[group(item)] = key, item


class Reading:
    """The reading of one tool's file: drafts become lines of sets, matched to their documents."""

    def __init__(self, source: Source) -> None:
        self.source, self.imported = source, Imported()

    def problem(self, place: str, message: str) -> None:
        """Note what is not taken."""
        self.imported.problems.append(Problem(place, message))

    def annotator(self, place: str, named: str | None = None) -> str:
        """Who coded: as the file says, else as the user does. Raises ExchangeError where neither
        does."""
        name = named or self.source.annotator
        if not name:
            raise ExchangeError(f"{place}: does not say who annotated it; give --annotator NAME")
        return name

    def draft(
        self,
        annotator: str,
        text: str,
        place: str,
        to_point: Callable[[int], int] = lambda offset: offset,
    ) -> Draft:
        """A draft that is checked against the codebook's labels."""
        return Draft(annotator, text, place, self.source.codebook.mention_labels, to_point)

    def take(self, draft: Draft, doc_id: str | None, *, blank: bool = True) -> None:
        """Add a draft to what was read, if its text is known; `doc_id` as far as the file says.
        Without `blank`, a draft in which nothing is marked is a problem: the tool writes the same
        for a text that nobody has opened."""
        sha256 = hashlib.sha256(draft.text.encode("utf-8", "surrogatepass")).hexdigest()
        sentences: list[Span] = []
        if self.source.documents is not None:
            try:
                document = self.source.documents.match(sha256, doc_id)
            except Unmatched as error:
                self.problem(draft.place, str(error))
                return
            doc_id = document["doc_id"]
            sentences = [(s["start"], s["end"]) for s in document["sentences"]]
        coding = draft.coding()
        self.imported.problems += draft.problems
        if not blank and not (coding.mentions or coding.claims or coding.stance):
            self.problem(draft.place, "nothing is marked in it, so it is taken as not annotated")
            return
        record = record_of(coding, doc_id or sha256[:12], sha256, sentences)
        self.imported.records.append(record)
