"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

_MANY = 500
_NUMBERS = set("0123456789.-+e/= ")


def print_table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
    """Print `rows`; columns of numbers to the right. Where no terminal is, no line is wrapped."""
    lines = list(rows)
    if len(lines) > _MANY:  # rich would take seconds
        widths = [max(len(line[place]) for line in (titles, *lines)) for place in range(len(titles))]
        for line in (titles, *lines):
            print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
        return
    table = Table(title=title, title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=0)
    for place, heading in enumerate(titles):
        numbers = all(set(line[place]) <= _NUMBERS for line in lines)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for line in lines:
        table.add_row(*line)
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = 10_000
        console.width = console.measure(table).maximum
    console.print(table)
