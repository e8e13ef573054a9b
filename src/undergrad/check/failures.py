"""Explains a call that raised, hung, or ended the process; for a name that NumPy removed, it says what to write."""

from __future__ import annotations

import difflib
import re
import sys

import msgspec
import numpy as np

from undergrad.display.languages import Text
from undergrad.findings.sentences import Phrase, Words, phrase, table
from undergrad.sandbox.worker.script import Failure, Line


class Removed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `version` that removed a name, and `instead`, which does the same in every version since 1.26."""

    version: str
    instead: Text | str


def removed_names() -> dict[str, dict[str, Removed]]:
    """The removed `names` of the module and `methods` of an array."""
    return dict(table("numpy_names", dict[str, dict[str, Removed]]))


_OF_NUMPY = re.compile(
    r"module '(numpy[\w.]*)' has no attribute '(\w+)'|cannot import name '(\w+)' from '(numpy[\w.]*)'"
)
_NUMPY_SAYS = re.compile(r"`np\.(\w+)` was removed in the NumPy ([\d.]+) release\.? ?(.*)")
_METHOD = re.compile(r"'numpy\.ndarray' object has no attribute '(\w+)'|`(\w+)` was removed from the ndarray class")


def removed_name(message: str) -> Phrase | None:
    """The phrase for an AttributeError or ImportError about a name that NumPy removed; None for other messages.

    >>> from undergrad.findings.sentences import in_language
    >>> in_language(removed_name("module 'numpy' has no attribute 'product'"), "en")
    'uses np.product, which was removed in NumPy 2.0; write np.prod'
    """
    names, methods = removed_names()["names"], removed_names()["methods"]
    if of_array := _METHOD.search(message):
        name = of_array[1] or of_array[2]
        entry = methods.get(name)
        return phrase("removed-method", name=name, version=entry.version, instead=entry.instead) if entry else None
    advice = _NUMPY_SAYS.search(message)
    name = advice[1] if advice else _in_numpy(message)
    if entry := names.get(name):
        return phrase("removed-name", name=name, version=entry.version, instead=entry.instead)
    if advice:
        instead = advice[3] or phrase("no-substitute")
        return phrase("removed-says-numpy", name=name, version=advice[2], advice=instead)
    return None


def unknown_name(message: str) -> Phrase | None:
    """The same for a name that NumPy does not have: misspelt, or from another version."""
    match = _OF_NUMPY.search(message)
    if not match:
        return None
    module, name = match[1] or match[4], match[2] or match[3]
    short, known = module.replace("numpy", "np", 1), dir(sys.modules.get(module, np))
    if name in known:
        return phrase("numpy-is-hidden", name=f"{short}.{name}", module=module)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return phrase("numpy-has-no-but", name=f"{short}.{name}", version=np.__version__, other=f"{short}.{near[0]}")
    return phrase("numpy-has-no", name=f"{short}.{name}", version=np.__version__)


def _in_numpy(message: str) -> str:
    match = _OF_NUMPY.search(message)
    return (match[2] or match[3]) if match and "numpy" in (match[1], match[4]) else ""


_MODULE = re.compile(r"No module named '([\w.]+)'")
_OWN_REASON = ("NameError", "ImportError", "ModuleNotFoundError", "RecursionError")
_SIGNALS = {"SIGSEGV": phrase("SIGSEGV"), "SIGKILL": phrase("SIGKILL")}


def place(line: Line | None) -> Words:
    """The words for a line of the student's file; empty for None."""
    if line is None:
        return ""
    if not line.source:
        return phrase("place", file=line.file, number=line.number)
    return phrase("line", file=line.file, number=line.number, source=line.source)


def explained(failure: Failure) -> tuple[Words, tuple[str, ...]]:
    """A failure in words that start with a verb, and its name in the catalogue."""
    if failure.kind == "timeout" and failure.type == "total":
        return phrase("not-in-total", seconds=failure.message), ("endless",)
    if failure.kind == "timeout":
        return phrase("not-in-time", seconds=failure.message), ("endless",)
    if failure.kind == "crash" and failure.type == "memory":
        return phrase("holds-too-much", size=failure.message), ("memory",)
    if failure.kind == "crash":
        return _ended(failure), ("interpreter-crash",)
    if failure.kind == "foreign":
        return phrase("writes-answers"), ("writes-answers",)
    if failure.type == "TextbookError":
        return phrase("imports-textbook"), ("textbook-imported",)
    if failure.kind == "exit" or failure.type == "KeyboardInterrupt":
        return phrase("ends-program", error=str(failure)), ("exits",)
    if failure.type == "NotImplementedError":
        return phrase("raises", error="NotImplementedError"), ("not-written",)
    if failure.type in ("MemoryError", "_ArrayMemoryError"):
        return phrase("runs-out-of-memory", error=failure.message), ("memory",)
    return _in_words(failure)


def _ended(failure: Failure) -> Words:
    """The words for the end of a process."""
    if failure.type == "signal":
        return phrase("ended-by-signal", signal=_SIGNALS.get(failure.message, failure.message))
    if failure.type == "exit code":
        return phrase("ended-with-code", code=failure.message)
    return phrase("closed-the-pipe")


def says_its_reason(failure: Failure) -> bool:
    """Whether the failure has nothing to do with the input, as that of a missing name."""
    of_module = failure.type == "AttributeError" and failure.message.startswith("module ")
    return of_module or failure.type in _OWN_REASON


def _in_words(failure: Failure) -> tuple[Words, tuple[str, ...]]:
    """An exception in words that start with a verb, and its name in the catalogue."""
    message = failure.message
    if failure.type in ("AttributeError", "ImportError"):
        if removed := removed_name(message):
            return removed, ("removed-numpy-name",)
        if unknown := unknown_name(message):
            return unknown, ("crash",)
    return _said(failure), ("crash",)


def _said(failure: Failure) -> Words:
    message = failure.message
    if failure.type == "ModuleNotFoundError" and (module := _MODULE.search(message)):
        return phrase("needs-module", name=module[1])
    if failure.type == "ImportError" and "relative import" in message:
        return phrase("relative-import")
    if failure.type == "NameError" and "'get_ipython'" in message:
        return phrase("calls-get_ipython")
    if failure.type == "EOFError" and "reading a line" in message:
        return phrase("waits-for-input")
    if failure.type == "TypeError" and message.endswith("object is not callable"):
        return phrase("raises-not-callable", error=str(failure))
    return phrase("raises", error=str(failure))
