"""The notebooks in a real kernel: each runs there too, and shows the same kinds of things as on its page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from tools.notebooks.cells import cells_of, notebooks
from tools.notebooks.ipynb import ipynb
from tools.notebooks.run import run

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

# Of Windows, where a kernel needs another event loop than Python's own and says so.
pytestmark = pytest.mark.filterwarnings("ignore:Proactor event loop")


def kind(output) -> str:
    """What the page would call it."""
    if output.output_type == "stream":
        return "text"
    return next(
        kind
        for mime, kind in (("image/png", "svg"), ("text/html", "html"), ("text/plain", "text"))
        if mime in output.data
    )


def joined(kinds: Iterable[str]) -> list[str]:
    """Texts behind each other count as one: a kernel that is slow sends what a cell prints in pieces."""
    return [kind for kind, group in itertools.groupby(kinds) for _ in range(1 if kind == "text" else len(list(group)))]


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_kernel_shows_what_the_page_shows(path, tmp_path):
    cells = cells_of(path.read_text("utf-8"))
    notebook = nbformat.reads(ipynb(cells), as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    in_kernel = [
        joined(kind(output) for output in cell.outputs if output.get("name") != "stderr")
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    finished = run(path.name, cells)
    on_page = [
        joined(output[0] for output in outputs)
        for cell, outputs in zip(finished.cells, finished.outputs, strict=True)
        if cell.kind == "code"
    ]
    assert in_kernel == on_page
