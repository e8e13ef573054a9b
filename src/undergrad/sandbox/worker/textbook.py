"""Forbids imports of the package in the student's process: an answer must not be taken from the textbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

_PACKAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))), "")  # noqa: PTH118, PTH120
REFUSAL = (
    "an answer cannot be taken from the textbook: the file imports undergrad; "
    "layers that are built on the package are checked with --allow-undergrad"
)


class TextbookError(ImportError):
    """The student's file imports the textbook."""


class _Refusing:
    """A finder that refuses the package. A file of the student's with the same name is allowed."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The spec of the other finders. Raises TextbookError if it is that of the package, or nothing readable."""
        if name.partition(".")[0] != "undergrad":
            return None
        others = (finder for finder in sys.meta_path if finder is not _Refusing)
        spec = next((spec for finder in others if (spec := finder.find_spec(name, path, target))), None)
        places = [spec.origin, *(spec.submodule_search_locations or ())] if spec else []
        if name == "undergrad" and not any(place and os.access(place, os.R_OK) for place in places):
            raise TextbookError(REFUSAL)  # in a contained process it is missing, or cannot be entered
        if any(place and os.path.join(os.path.realpath(place), "").startswith(_PACKAGE) for place in places):  # noqa: PTH118
            raise TextbookError(REFUSAL)
        return spec


def refuse() -> None:
    """Refuse imports of the package from now on."""
    sys.meta_path.insert(0, _Refusing)
