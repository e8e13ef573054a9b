"""Names that NumPy has removed: since when, and what to write instead."""

from __future__ import annotations

import difflib
import re
import sys

import msgspec
import numpy as np

from undergrad.check.sentences import Phrase, phrase
from undergrad.check.tables import table
from undergrad.display.languages import Text


class Removed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `version` that removed a name, and what does the same in every version since 1.26."""

    version: str
    instead: Text | str


def removed_names() -> dict[str, dict[str, Removed]]:
    """What was removed: `names` of the module, and `methods` of an array."""
    return dict(table("numpy_names", dict[str, dict[str, Removed]]))


_MODULE = re.compile(r"module '(numpy[\w.]*)' has no attribute '(\w+)'|cannot import name '(\w+)' from '(numpy[\w.]*)'")
_NUMPY_SAYS = re.compile(r"`np\.(\w+)` was removed in the NumPy ([\d.]+) release\.? ?(.*)")
_METHOD = re.compile(r"'numpy\.ndarray' object has no attribute '(\w+)'|`(\w+)` was removed from the ndarray class")


def removed_name(message: str) -> Phrase | None:
    """What the message of an AttributeError or ImportError says, if it is of a removed name of NumPy; else nothing.

    >>> from undergrad.check.sentences import in_language
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
    """The same for a name that NumPy does not have: misspelt, or of another version."""
    match = _MODULE.search(message)
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
    match = _MODULE.search(message)
    return (match[2] or match[3]) if match and "numpy" in (match[1], match[4]) else ""
