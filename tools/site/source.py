"""The current source of a function or a method, for the page with its formula."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from pathlib import Path
from typing import Any

import undergrad
from tools.site import api
from undergrad.display.languages import Language

#: Where the package is: in this checkout, or among installed ones.
_SOURCES = Path(undergrad.__file__).parents[1]


#: The line below the code.
_LINE: dict[Language, str] = {
    "en": "This is {called} in {home}, without its docstring.",
    "ko": "{home}의 {called}입니다. docstring은 뺐습니다.",
}


def source(name: str, language: Language = "en") -> str:
    """The code of `name`, for example `undergrad.layers.fc.FCLayer.backward`, without its docstring, as Markdown.

    The line below it names its origin, with a link to the reference if that has the name or its class. LookupError for
    an unknown name.
    """
    value, chain = _found(name)
    if not inspect.isfunction(value):
        raise LookupError(f"{name} is no function and no method, so it has no source to show; name one")
    links = api.links()
    home = f"`{Path(inspect.getfile(value)).relative_to(_SOURCES).as_posix()}`"
    linked = chain[:1] if value.__name__.startswith("_") else chain
    known = links.get(linked[0], "")
    called = ".".join(chain)
    shown = f"{{py:obj}}`{called} <{'.'.join([known, *linked[1:]])}>`" if known else f"`{called}`"
    code = without_docstring(inspect.getsource(value))
    return f"```python\n{code}\n```\n\n{_LINE[language].format(called=shown, home=home)}"


def without_docstring(text: str) -> str:
    """The code of one function, dedented, without its docstring."""
    text = textwrap.dedent(text).rstrip()
    (function,) = ast.parse(text).body
    assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    lines = text.splitlines()
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None and len(function.body) > 1:
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines)


def _found(name: str) -> tuple[Any, list[str]]:
    """The object of that name, and its name within its module."""
    parts = name.split(".")
    for count in range(len(parts) - 1, 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            value = getattr(value, part, None)
        if value is not None:
            return value, parts[count:]
    raise LookupError(f"a page asks for the source of {name}, which is not there; correct the name")
