"""Names that come from outside stay names: in Markdown, on the page, in figures, and in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

import msgspec
import numpy as np
import pytest

from undergrad.display.charts import lines_figure
from undergrad.display.figures import render
from undergrad.experiments import load_comparison
from undergrad.outputs import CLASSES
from undergrad.report import table_csv, table_md
from undergrad.report.markdown import escaped, line, paragraph
from undergrad.report.tabular import csv_text
from undergrad.training import Epoch
from undergrad.training.curves import training_figure

FAST = ["--hidden", "4", "--epochs", "2", "--learning-rate", "0.1", "--workers", "1"]
HTML = "<img src=x onerror=alert(1)>"
FORMULA = "=1+1|cmd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (HTML, "\\" + HTML),
        ("</td><!-- x", r"\</td>\<!-- x"),
        ("&lt;script&gt; & co", r"\&lt;script\&gt; & co"),
        ("[x](javascript:alert(1)) ![y](z) [0.1, 0.2]", r"[x\](javascript:alert(1)) ![y\](z) [0.1, 0.2]"),
        ("`a` *b* ~~c~~ _d_ best_epoch a|b \\", r"\`a\` \*b\* \~\~c\~\~ \_d\_ best_epoch a\|b \\"),
        ("one\n\n# two\x1b", r"one # two\\x1b"),
        ("p < 0.05; 1 > 0; 45\u00a0%", "p < 0.05; 1 > 0; 45\u00a0%"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text, shown):
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("# a", r"\# a"), ("> a", r"\> a"), ("- a", r"\- a"), ("12. a", r"12\. a"), ("    code", "code"), ("1 a", "1 a")],
)
def test_a_text_that_begins_a_line_begins_nothing_else(text, shown):
    assert paragraph(text) == shown


def test_a_cell_does_not_end_its_row():
    assert line(["a | b", "c\nd"]) == r"| a \| b | c d |"


@pytest.mark.attack
def test_a_data_sets_file_name_is_no_html_and_no_formula_of_a_figure(cli, small, tmp_path):
    data = tmp_path / rf"{HTML.replace('x', '$')} *a* $\foo$.npz"
    try:
        np.savez(data, x=small.x_train, y=small.y_train)
    except OSError:
        pytest.skip("no file can be called so here")
    code, *_ = cli("train", "--dataset", data.name, *FAST, "--out", "o", "--quiet")
    assert code == 0
    report = (tmp_path / "o" / "report.md").read_text("utf-8")
    assert "img src" in report
    assert not re.search(r"(?<!\\)<(?!!-- undergrad)[A-Za-z/!?]", report)
    assert r"\*a\*" in report
    page = (tmp_path / "o" / "report.html").read_text("utf-8")
    assert "<img" not in page
    assert "\\u003cimg src" in page
    assert cli("runs", "best", "o", "--markdown")[0] == 0


@pytest.mark.attack
def test_a_stored_record_may_call_its_network_anything(cli, small, tmp_path):
    np.savez(tmp_path / "d.npz", x=small.x_train, y=small.y_train)
    cli("train", "--dataset", "d.npz", *FAST, "--out", "o", "--quiet")
    comparison = load_comparison(tmp_path / "o")
    [row] = comparison.rows
    named = msgspec.structs.replace(comparison, rows=(msgspec.structs.replace(row, network=f"{FORMULA}{HTML}"),))
    markdown = table_md(named)
    assert rf"| =1+1\|cmd\{HTML} |" in markdown
    [record] = csv.DictReader(io.StringIO(table_csv(named)))
    assert record["network"] == f"'{FORMULA}{HTML}"
    assert float(record["test_accuracy"]) == row.test


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-x", "@sum", "\tx", "\rx", "\nx", "'x", "-", "=" * 3, "  =1+1", "＝1+1"]
)
def test_a_spreadsheet_runs_no_text_and_a_program_reads_it_back(text):
    [_, [field]] = csv.reader(io.StringIO(csv_text(["a"], [[text]]), newline=""))
    assert field[0] == "'"
    assert field[1:] == text


def test_numbers_and_other_texts_stay_what_they_are():
    values = [-0.5, "-0.5", "+1e-3", "-inf", None, "a=b", "", "고양이"]
    [_, fields] = csv.reader(io.StringIO(csv_text(["a"] * len(values), [values])))
    assert fields == ["-0.5", "-0.5", "+1e-3", "-inf", "", "a=b", "", "고양이"]


@pytest.mark.attack
def test_predictions_run_nothing_in_a_spreadsheet(cli, tmp_path):
    rows = [f"{FORMULA},{i}" for i in range(10)] + [f"@plain,{20 + i}" for i in range(10)]
    (tmp_path / "d.csv").write_text("\n".join(["label,size", *rows]), encoding="utf-8")
    assert cli("train", "--dataset", "d.csv", *FAST, "--out", "o", "--quiet")[0] == 0
    code, out, _ = cli("predict", "o/relu-seed0/model.safetensors", "d.csv")
    assert code == 0
    names = {record["name"] for record in csv.DictReader(io.StringIO(out))}
    assert names <= {f"'{FORMULA}", "'@plain"}
    assert names


@pytest.mark.attack
def test_a_figures_title_with_dollar_signs_is_no_formula():
    history = [Epoch(1, 1.0, 1.0, 0.5, 0.5, 1.0)]
    assert render(training_figure({r"$\foo$": history}, r"$\bar{$", CLASSES.measure), "svg").startswith(b"<?xml")


def test_powers_of_ten_are_written_in_letters():
    figure = lines_figure({"": {"a": ([1, 2, 3], [1e-3, 1e-5, 1.0])}}, "t", "y", log=True)
    render(figure, "png")
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert {"10⁻³", "10⁰"} <= set(labels)
    assert not any("$" in label for label in labels)
