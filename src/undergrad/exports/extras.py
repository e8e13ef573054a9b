"""Packages that only an export needs: they are loaded when one is asked for, and not before."""

from __future__ import annotations

import importlib
from typing import Any

from undergrad.errors import UsageError


def needed(package: str, *, what: str) -> Any:
    """The module of that package, whose name is its extra's too. UsageError, which says what to install, without it.

    >>> needed("no_such_package", what="a model for nobody")
    Traceback (most recent call last):
        ...
    undergrad.errors.UsageError: a model for nobody needs the package no_such_package, which is not
    installed; install it: pip install 'undergrad[no_such_package]'
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:  # it is there, and what it needs is not
            raise
        raise UsageError(
            f"{what} needs the package {package}, which is not installed; "
            f"install it: pip install 'undergrad[{package}]'"
        ) from None
