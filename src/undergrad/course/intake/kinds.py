"""The kind of a file, by its name."""

from __future__ import annotations

from typing import Literal

Kind = Literal["python", "notebook", "document", "archive", "foreign archive", "other"]

_KINDS: dict[str, Kind] = {
    ".py": "python",
    ".pyw": "python",
    ".ipynb": "notebook",
    ".zip": "archive",
    **dict.fromkeys((".pdf", ".docx", ".doc", ".hwp", ".hwpx", ".odt", ".rtf", ".pages"), "document"),
    **dict.fromkeys(
        (".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".7z", ".rar", ".alz", ".egg", ".z", ".lzh"),
        "foreign archive",
    ),
}


def kind_of(name: str) -> Kind:
    """The kind of the file called `name`.

    >>> kind_of("HW3_20231234_Kim.ZIP"), kind_of("Answer.py"), kind_of("report.hwp"), kind_of("weights.npz")
    ('archive', 'python', 'document', 'other')
    """
    return _KINDS.get(suffix_of(name), "other")


def suffix_of(name: str) -> str:
    """The end of a path from its last point on, in lower case; empty if the name only begins with a point."""
    stem, point, suffix = name.rpartition("/")[2].lower().rpartition(".")
    return point + suffix if stem else ""
