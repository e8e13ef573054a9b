"""Exceptions whose own words do not say what to do, in words that do."""

from __future__ import annotations

import re

from undergrad.check.numpy_names import removed_name, unknown_name
from undergrad.sandbox.worker.script import Failure

_MODULE = re.compile(r"No module named '([\w.]+)'")


_OWN_REASON = ("NameError", "ImportError", "ModuleNotFoundError", "RecursionError")


def says_its_reason(failure: Failure) -> bool:
    """Whether the reason is a name that is not there or the like: the input only led to the line that has it."""
    of_module = failure.type == "AttributeError" and failure.message.startswith("module ")
    return of_module or failure.type in _OWN_REASON


def in_words(failure: Failure) -> tuple[str, tuple[str, ...]]:
    """What an exception says, with a verb in front, and its name in the catalogue."""
    message = failure.message
    if failure.type in ("AttributeError", "ImportError"):
        if told := removed_name(message):
            return told, ("removed-numpy-name",)
        if told := unknown_name(message):
            return told, ("crash",)
    if failure.type == "ModuleNotFoundError" and (found := _MODULE.search(message)):
        told = f"needs the module {found[1]}, which is neither installed nor a file beside this one"
        return f"{told}; take the import out, or bring the module", ("crash",)
    if failure.type == "ImportError" and "relative import" in message:
        told = "uses a relative import, which works only inside a package"
        return f"{told}; write `from name import ...`, without the dot", ("crash",)
    if failure.type == "NameError" and "'get_ipython'" in message:
        return "calls get_ipython(), which only a notebook has (NameError); take the line out", ("crash",)
    if failure.type == "EOFError" and "reading a line" in message:
        return "waits for input(), and nobody answers here (EOFError); take it out", ("crash",)
    if failure.type == "TypeError" and failure.message.endswith("object is not callable"):
        return f"raises {failure}; has a variable the name of the function?", ("crash",)
    return f"raises {failure}", ("crash",)
