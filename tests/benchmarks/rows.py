"""What was measured, against what, and how far the goal is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure. *goal* is the most that is wanted of *value*; None where nothing was set."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    says: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal is reached, and how far it is if not."""
        if self.goal is None:
            return ""
        if self.value <= self.goal:
            return "reached"
        return f"{self.value / self.goal:.2f} times the goal" if self.goal else "missed"


def number(value: float, unit: str) -> str:
    """A value as people read it."""
    digits = 0 if unit == "bytes" or value >= 1000 else 2 if value < 10 else 1
    return f"{value:,.{digits}f}{unit if unit in ('×', '%') else ' ' + unit if unit else ''}"


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table, which can be read as it is."""
    cells = [("figure", "measured", "goal", "", "how")]
    for row in rows:
        goal = "" if row.goal is None else "≤ " + number(row.goal, row.unit)
        cells.append((row.name, number(row.value, row.unit), goal, row.verdict, row.says))
    widths = [max(len(cell[at]) for cell in cells) for at in range(5)]
    lines = [
        "| "
        + " | ".join(text.ljust(width) for text, width in zip(cell, widths, strict=True))
        + " |"
        for cell in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of pairs that were measured one right after the other."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def share(values: Sequence[float], part: float) -> float:
    """The value that *part* of all do not exceed: 0.5 for the median, 0.95 for the p95."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]
