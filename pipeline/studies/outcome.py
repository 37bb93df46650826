"""What a step of a study comes to: figures by name, tables, and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.studies.agreement import Interval
from pipeline.studies.charts import Chart, Mark
from pipeline.studies.study import Step, StudyError


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number with its 95% interval; where it is undefined it is None and `why` says
    why. `n` is the number of units behind it."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    why: str = ""

    @classmethod
    def of(cls, value: float, interval: Interval | None = None, n: int | None = None) -> Figure:
        """A figure with an interval, if there is one."""
        if interval is None:
            return cls(float(value), n=n)
        return cls(float(value), interval.low, interval.high, n)

    def scaled(self, scale: float) -> Figure:
        """The figure on another scale."""
        value, low, high = (
            None if part is None else part * scale for part in (self.value, self.low, self.high)
        )
        return Figure(value, low, high, self.n, self.why)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures, tables and charts of one step, and what of it was skipped, with the reason. The
    chart named "" is the step's own."""

    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def intervals(figures: Mapping[str, Figure], label: str) -> Chart:
    """A chart of the figures that have a value and an interval, a row each."""
    marks = (
        Mark(figure.value, figure.low, figure.high, name)
        for name, figure in figures.items()
        if figure.value is not None and figure.low is not None
    )
    return Chart("intervals", tuple(marks), label)


def option(step: Step, name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
    """An option of a step, of the right type. Raises StudyError where it is missing or wrong."""
    value = step.options.get(name, default)
    if value is ...:
        raise StudyError(f"{step.place}: needs `{name}`")
    wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind in (int, float))
    if value is not default and wrong:
        kinds = kind if isinstance(kind, tuple) else (kind,)
        names = " or ".join(one.__name__ for one in kinds)
        raise StudyError(f"{step.place}: `{name}` must be of type {names}, not {value!r}")
    return value


def check_options(step: Step, known: Sequence[str]) -> None:
    """Refuse options that a step does not know, so that no misspelt one is passed over."""
    unknown = sorted(set(step.options) - {"id", "do", "about", *known})
    if unknown:
        raise StudyError(
            f"{step.place}: {step.do!r} has no option {unknown[0]!r}; it has {', '.join(known)}"
        )
