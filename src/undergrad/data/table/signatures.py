"""First bytes of the files that can be read, and of files that people mistake for a table."""

from __future__ import annotations

import re
import zipfile
from typing import IO

#: The number of bytes that identify a file.
START = 4096

#: First bytes of readable files, and their kinds.
READABLE = {b"PAR1": "parquet", b"ARROW1\0\0": "feather", b"FEA1": "feather", b"\xff\xff\xff\xff": "feather"}

_SAVE = "save it as CSV in UTF-8"
_READ = "read it where it was made and save the table as CSV or Parquet"

#: First bytes of files that are no table, what they are, and what to do.
FOREIGN = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("an old Excel workbook", _SAVE),
    b"PARE": ("an encrypted Parquet file", "save it without encryption"),
    b"\x89HDF\r\n\x1a\n": ("an HDF5 file", _READ),
    b"MATLAB ": ("a MATLAB file", "write its table with writetable to a CSV file"),
    b"SQLite format 3\0": ("a SQLite database", "export one of its tables as CSV: sqlite3 -header -csv"),
    b"%PDF-": ("a PDF document", "copy its table into a spreadsheet and save that as CSV in UTF-8"),
    b"\x89PNG\r\n\x1a\n": ("a PNG picture", "put pictures as arrays into an .npz file"),
    b"\xff\xd8\xff": ("a JPEG picture", "put pictures as arrays into an .npz file"),
    b"GIF8": ("a GIF picture", "put pictures as arrays into an .npz file"),
    b"\x93NUMPY": ("a single NumPy array", "save x and y together with numpy.savez"),
    b"(\xb5/\xfd": ("compressed with Zstandard", "decompress it, or compress it with gzip"),
    b"\x04\x22\x4d\x18": ("compressed with LZ4", "decompress it, or compress it with gzip"),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", "unpack it"),
    b"Rar!\x1a\x07": ("a RAR archive", "unpack it"),
    b"$FL2": ("an SPSS file", _READ),
    b"$FL3": ("an SPSS file", _READ),
    b"<stata_dta>": ("a Stata file", _READ),
    b"RDX2\n": ("an R workspace", "write its table with write.csv"),
    b"RDX3\n": ("an R workspace", "write its table with write.csv"),
    b"X\n\0\0\0": ("an R object", "write its table with write.csv"),
    b"ORC": ("an ORC file", _READ),
    b"Obj\x01": ("an Avro file", _READ),
    b"{\\rtf": ("a document in RTF", "copy its table into a spreadsheet and save that as CSV in UTF-8"),
}
PICKLE = ("a pickle, which can run any program when it is opened", "save the table as CSV or Parquet")
HTML = ("a web page", "copy its table into a spreadsheet and save that as CSV in UTF-8, or download the file behind it")
JSON = ("one JSON document", "write JSON lines, an object {...} on each line")
TAR = ("a tar archive", "unpack it")
NO_MARK = (
    "text in UTF-16 without the mark that says so",
    "save it in UTF-8, or say --encoding utf-16-le, in Python encoding='utf-16-le'",
)
BINARY = ("no text, and nothing that is known here", "save the table as CSV in UTF-8")
XML = ("an XML document", _SAVE)

# Members of archives that are really one document.
_PACKED = {
    "xl/": ("an Excel workbook", _SAVE),
    "content.xml": ("an OpenDocument file", _SAVE),
    "word/": ("a Word document", "copy its table into a spreadsheet and save that as CSV in UTF-8"),
    "ppt/": ("a PowerPoint document", "copy its table into a spreadsheet and save that as CSV in UTF-8"),
    "Index/": ("a Numbers document", _SAVE),
}
_ZIP = ("a zip archive", "unpack it")

_PICKLE = re.compile(rb"\x80[\x02-\x05](\x95.{8}|[c}\]\x8c(])", re.DOTALL)
_IDX = re.compile(rb"\0\0[\x08\x09\x0b-\x0e][\x01-\x08]")
_JSON_LIST = re.compile(rb"\s*\[\s*[\[{]")
_JSON_OBJECT = re.compile(rb"\s*\{\s*(\"|\})")
_HTML = re.compile(rb"\s*<(!doctype html|html|head|body|table)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")


def foreign(start: bytes) -> tuple[str, str] | None:
    """What a file with these first bytes is, and what to do, if it is known and no table."""
    known = next((what for magic, what in FOREIGN.items() if start.startswith(magic)), None)
    if known is not None:
        return known
    if _PICKLE.match(start):
        return PICKLE
    if start[257:262] == b"ustar":
        return TAR
    return None


def foreign_text(start: bytes) -> tuple[str, str] | None:
    """What a UTF-8 text that begins with `start` is, and what to do, if it is known and no table."""
    return HTML if _HTML.match(start) else XML if _XML.match(start) else None


def is_zip(start: bytes) -> bool:
    """Whether it begins like a zip archive."""
    return start.startswith(b"PK\x03\x04") or is_empty_zip(start)


def is_empty_zip(start: bytes) -> bool:
    """Whether it begins like an empty zip archive."""
    return start.startswith(b"PK\x05\x06")


def packed(file: IO[bytes]) -> tuple[str, str] | None:
    """What the zip archive in `file` is, and what to do; None for NumPy arrays."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return "a damaged zip archive", "copy or download it again"
    if names and all(name.endswith(".npy") for name in names):
        return None
    return next((what for part, what in _PACKED.items() if any(name.startswith(part) for name in names)), _ZIP)


def is_idx(start: bytes) -> bool:
    """Whether it begins like an IDX file."""
    return _IDX.match(start) is not None


def is_json_list(start: bytes) -> bool:
    """Whether a text is a list of JSON objects or lists."""
    return _JSON_LIST.match(start) is not None


def is_json_object(start: bytes) -> bool:
    """Whether a text begins with an object of JSON."""
    return _JSON_OBJECT.match(start) is not None
