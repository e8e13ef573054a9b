"""Exceptions whose own words do not say what to do, in words that do."""

from __future__ import annotations

import re

from undergrad.check.numpy_names import removed_name, unknown_name
from undergrad.check.sentences import Words, phrase
from undergrad.sandbox.worker.script import Failure

_MODULE = re.compile(r"No module named '([\w.]+)'")
_OWN_REASON = ("NameError", "ImportError", "ModuleNotFoundError", "RecursionError")


def says_its_reason(failure: Failure) -> bool:
    """Whether the reason is a name that is not there or the like: the input only led to the line that has it."""
    of_module = failure.type == "AttributeError" and failure.message.startswith("module ")
    return of_module or failure.type in _OWN_REASON


def in_words(failure: Failure) -> tuple[Words, tuple[str, ...]]:
    """What an exception says, with a verb in front, and its name in the catalogue."""
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
