"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table

from undergrad.cli.printing import say
from undergrad.display.terminal import console, on_one_line

_MANY = 500
_NUMBERS = set("0123456789.-+e/= ")


def print_table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
    """Print `rows`, with numbers aligned to the right. Without a terminal, no line is wrapped."""
    lines = [[on_one_line(text) for text in row] for row in rows]
    if len(lines) > _MANY:  # rich would take seconds here
        widths = [max(len(line[place]) for line in (titles, *lines)) for place in range(len(titles))]
        for line in (titles, *lines):
            say("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
        return
    table = Table(
        title=None if title is None else on_one_line(title),
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=0,
    )
    for place, heading in enumerate(titles):
        numbers = all(set(line[place]) <= _NUMBERS for line in lines)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for line in lines:
        table.add_row(*line)
    screen = console()
    if not screen.is_terminal:
        screen.width = 10_000
        screen.width = screen.measure(table).maximum
    screen.print(table)
