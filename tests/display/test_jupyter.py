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


def test_progress_is_one_table_that_is_drawn_again(tmp_path):
    cells = [
        "import numpy as np; from undergrad import fit, fully_connected, load_dataset",
        "model = fully_connected(784, [8], 10, 'tanh', rng=np.random.default_rng(0))",
        "result = fit(model, load_dataset('mnist-10k'), epochs=3, learning_rate=0.1, progress=True)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    [output] = [output for output in notebook.cells[-1].outputs if output.output_type != "stream"]
    assert "3/3" in output.data["text/html"]
    assert "validation 0." in output.data["text/html"]
