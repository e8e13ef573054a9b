"""The notebook that a reader downloads and opens in Jupyter: the cells without outputs, in Jupyter's format 4.5."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.notebooks.cells import Cell, cells_of, notebooks

#: A link to another page. The file is opened where that page is not, so its words alone are left.
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?![a-z]+:)[^)\s]+\)")


def ipynb(cells: Sequence[Cell]) -> str:
    r"""The text of the .ipynb file.

    >>> made = json.loads(ipynb([Cell("text", "See [the layers](../book/layers.md)."), Cell("code", "x = 1\nx")]))
    >>> [(cell["cell_type"], cell["source"]) for cell in made["cells"]]
    [('markdown', ['See the layers.']), ('code', ['x = 1\n', 'x'])]
    """
    shown = [cell for cell in cells if cell.kind != "claim"]
    return json.dumps(
        {
            "cells": [_cell(f"cell-{number}", cell) for number, cell in enumerate(shown, start=1)],
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        ensure_ascii=False,
        indent=1,
    )


def write(folder: Path) -> None:
    """Every notebook as an .ipynb file in `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in notebooks():
        text = ipynb(cells_of(path.read_text("utf-8")))
        (folder / f"{path.stem}.ipynb").write_text(text, encoding="utf-8")


def _cell(name: str, cell: Cell) -> dict[str, Any]:
    common = {"id": name, "metadata": {}}
    if cell.kind == "code":
        source = cell.source
        return {"cell_type": "code", **common, "execution_count": None, "outputs": [], "source": _lines(source)}
    return {"cell_type": "markdown", **common, "source": _lines(_LINK.sub(r"\1", cell.source))}


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)
