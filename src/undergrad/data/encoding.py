"""Files as text: decompressed, and read as UTF-8, as their byte-order mark says, or in an encoding that one names."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from undergrad.data.compressed import DAMAGE, damaged, open_stream
from undergrad.errors import DataError, UsageError
from undergrad.files import open_binary

_SAMPLE = 2**20  # bytes: enough to recognise the language of a text
#: Byte-order marks and their encodings; the longer marks begin with the shorter ones, so they come first.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",  # skips the mark that spreadsheets put before the first name
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_MARK = max(map(len, _MARKS))
_HIGH = re.compile(rb"[\x80-\xff]+")
_MOSTLY = 0.9
_WORDS = {"cp949": "CP949, as Windows writes Korean", "cp1252": "Latin-1, as Windows writes Western European languages"}


@dataclass(frozen=True)
class Bytes:
    """The contents of a file that can be read only once, such as standard input; `name` is for errors."""

    name: str
    content: bytes

    def __str__(self) -> str:
        return self.name


#: The place that a table is read from.
Place = Path | Bytes


@contextmanager
def open_bytes(place: Place) -> Iterator[IO[bytes]]:
    """The decompressed bytes in `place`. Errors of reading become FileError or DataError."""
    with io.BytesIO(place.content) if isinstance(place, Bytes) else io.BufferedReader(open_binary(place)) as raw:
        packed = False
        try:
            with open_stream(raw) as stream:
                packed = stream is not raw
                yield stream
        except DAMAGE as error:
            if not packed:
                raise
            raise damaged(str(place)) from error


@contextmanager
def open_table(place: Place, encoding: str | None = "utf-8") -> Iterator[Iterator[str]]:
    """The text in `place`, with its line ends as they are.

    A mark at its beginning (UTF-8, UTF-16, UTF-32) wins over the `encoding`. None also means UTF-8, for callers whose
    user may name another encoding: the error for text that is not UTF-8 then says how, and guesses which one it is.
    Raises DataError, and UsageError for an encoding that Python does not know.
    """
    check_encoding(encoding)
    marked = marked_encoding(place)
    name = marked or encoding or "utf-8"
    with open_bytes(place) as stream:
        try:
            with io.TextIOWrapper(stream, encoding=name, newline="") as text:
                yield text
        except UnicodeDecodeError as error:
            raise _other_encoding(place, name, offer=encoding is None and marked is None) from error


def check_encoding(encoding: str | None) -> None:
    """Raise UsageError for an encoding that Python does not know."""
    try:
        known = encoding is None or codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        known = False
    if not known:
        raise UsageError(f"unknown encoding {encoding!r}; Python knows utf-8, utf-16, cp949, latin-1 and others")


def marked_encoding(place: Place) -> str | None:
    """The encoding that the first bytes of `place` name; None without a mark."""
    start = first_bytes(place, _MARK)
    return next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)


def first_bytes(place: Place, size: int) -> bytes:
    """The first `size` decompressed bytes of `place`, or all if there are fewer."""
    with open_bytes(place) as stream:
        return stream.read(size)


def guess(sample: bytes) -> str | None:
    """The likely encoding of a text that is not UTF-8: "cp949" or "cp1252"; None without evidence for either.

    >>> guess("이름,나이".encode("cp949")), guess("Müller,Straße".encode("cp1252")), guess("東京".encode("shift_jis"))
    ('cp949', 'cp1252', None)
    """
    try:
        text = codecs.getincrementaldecoder("cp949")().decode(sample)  # the last letter may be cut in two
    except UnicodeDecodeError:
        text = ""
    foreign = [letter for letter in text if ord(letter) > 127]
    # The 2,350 syllables that Korean uses; Chinese text has some of them by chance, Western text none.
    korean = sum("가" <= letter <= "힣" and len(letter.encode("euc_kr", "ignore")) == 2 for letter in foreign)
    if foreign and korean >= _MOSTLY * len(foreign):
        return "cp949"
    runs = _HIGH.findall(sample)
    alone = sum(len(run) == 1 for run in runs)  # in languages with hundreds of letters, two bytes make a letter
    return "cp1252" if runs and alone >= _MOSTLY * len(runs) else None


def _other_encoding(place: Place, name: str, *, offer: bool) -> DataError:
    shown = "UTF-8" if name.startswith("utf-8") else name.upper()
    message = f"{place} is no text in {shown}; save the table as CSV in UTF-8"
    likely = guess(first_bytes(place, _SAMPLE)) if shown == "UTF-8" else None
    if offer and likely:
        message += f", or say --encoding {likely}, in Python encoding={likely!r}: it looks like {_WORDS[likely]}"
    elif offer:
        message += ", or pass the encoding that it has"
    elif likely:
        message += f"; it looks like {_WORDS[likely]}"
    return DataError(message)
