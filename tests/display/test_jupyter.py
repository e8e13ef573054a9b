"""The documentation's cells in a real notebook: what a kernel sends is a table or a picture."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

# Of Windows, where a kernel needs another event loop than Python's own and says so.
pytestmark = pytest.mark.filterwarnings("ignore:Proactor event loop")

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "notebooks.md"
TABLES = ("result", "result.history", "result.trained", "model", "comparison", "insight")


@pytest.fixture(scope="module")
def kinds() -> dict[str, set[str]]:
    """Source of a cell -> the MIME types of what the kernel showed for it."""
    examples = doctest.DocTestParser().get_examples(PAGE.read_text("utf-8"))
    shown = [*TABLES, *(f"{name}.plot()" for name in TABLES)]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (*(example.source for example in examples), *shown)]
    )
    nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    return {
        cell.source: {kind for output in cell.outputs for kind in output.get("data", {})} for cell in notebook.cells
    }


@pytest.mark.parametrize("name", TABLES)
def test_what_a_training_leaves_shows_itself_as_tables(kinds, name):
    assert "text/html" in kinds[name]


@pytest.mark.parametrize("name", TABLES)
def test_every_plot_is_a_picture(kinds, name):
    assert "image/png" in kinds[f"{name}.plot()"]
