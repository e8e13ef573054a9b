"""Prints all text of the command, so that no text from a file can control the terminal."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator

from undergrad.display.terminal import on_one_line, visible


def say(*lines: str) -> None:
    """Print lines on the standard output. A line break inside one, for example in a name, is escaped."""
    print("\n".join(map(on_one_line, lines)))


def remark(*lines: str) -> None:
    """Print lines on the standard error, at once."""
    print("\n".join(map(on_one_line, lines)), file=sys.stderr, flush=True)


def complain(sentence: str) -> None:
    """Print an error, one line on the standard error."""
    remark(f"undergrad: {sentence}")


def write_data(text: str) -> None:
    """Write data to the standard output: unchanged to a file or a program, escaped to a terminal."""
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        complain(self.format(record))


@contextlib.contextmanager
def logged() -> Iterator[None]:
    """A context that prints the messages of the package's logger."""
    logger, handler = logging.getLogger("undergrad"), _Handler(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
