"""The test accuracies that a submission's files report: read where they are sure, counted where they are not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.course.experiments import reported_experiments

CSV = """\
activation,best_val_accuracy,best_epoch,test_accuracy,test_low,test_high,seconds,homework
sigmoid,0.571,100,0.56,0.54,0.58,12.5,0.6
relu,0.9,98,0.893,0.88,0.9,11.0,0.87
"""
MARKDOWN = """\
# Report

| activation | best validation accuracy | test accuracy | homework |
|---|---|---|---|
| **ReLU** | 0.91 | **0.893** | 0.87 |
| Tanh | 0.90 | 89.2 % | 0.89 |
"""
KOREAN = """\
| 활성화 함수 | 최고 검증 정확도 | 테스트 정확도 |
| --- | --- | --- |
| 시그모이드 | 0.58 | 0.56 |
"""


@pytest.fixture
def reported(tmp_path):
    """What is read in a folder of files, as (activation, accuracy, file, cell, line), and the remarks in English."""

    def read(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = reported_experiments(tmp_path)
        rows = [(row.activation, row.accuracy, row.file, row.cell, row.line) for row in result.accuracies]
        return rows, [remark["en"] for remark in result.remarks]

    return read


def test_the_table_that_compare_writes(reported):
    rows, remarks = reported(results__table_dot_csv=CSV)
    assert rows == [("sigmoid", 0.56, "results/table.csv", 0, 2), ("relu", 0.893, "results/table.csv", 0, 3)]
    assert remarks == []


def test_what_the_main_script_of_the_handout_writes(reported):
    networks = [("relu", ["ReLU"], 0.893), ("1st", ["Tanh"], 0.88), ("odd", ["Tanh", "ReLU"], 0.5)]
    runs = [
        {
            "experiment": "activations",
            "network": {"name": name, "layers": [["FCLayer", 784, 500], *([layer] for layer in layers)], "epochs": 2},
            "result": {"history": [[1, 0.5, 0.4]], "validation": 0.9, "epoch": 2, "test": test},
        }
        for name, layers, test in networks
    ]
    text = json.dumps({"seed": 0, "quick": False, "runs": runs}, indent=1)
    rows, remarks = reported(results_dot_json=text, other_dot_json="{}")
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if '"test"' in line]
    assert rows == [("relu", 0.893, "results.json", 0, lines[0]), ("tanh", 0.88, "results.json", 0, lines[1])]
    assert remarks[0].startswith("1 lines of results.json")
    quick = json.dumps({"seed": 0, "quick": True, "runs": runs}, indent=1).encode()
    rows, remarks = reported(results_dot_json=quick, **{"results-quick_dot_json": quick})
    assert rows == []
    assert ["results-quick.json is of a quick trial" in remarks[0], "results.json is no" in remarks[1]] == [True, True]
    assert reported(results_dot_json=b'{"runs": [{"network": {}}]}')[0] == []


def test_the_table_that_the_main_script_prints(reported):
    heading = (
        "| experiment | network | epochs | learning rate | L2 lambda | best validation accuracy | best epoch "
        "| final test accuracy |"
    )
    table = f"{heading}\n{'| --- ' * 8}|\n| activations | relu | 100 | 0.001 | 1e-08 | 0.9 | 100 | 0.8930 |\n"
    assert reported(log_dot_txt=table)[0] == [("relu", 0.893, "log.txt", 0, 3)]


def test_tables_in_markdown_in_both_languages(reported):
    rows, _ = reported(report_dot_md=MARKDOWN)
    assert rows == [("relu", 0.893, "report.md", 0, 5), ("tanh", 0.892, "report.md", 0, 6)]
    rows, _ = reported(report_dot_md=KOREAN.encode("cp949"))
    assert rows == [("sigmoid", 0.56, "report.md", 0, 3)]


def test_the_homeworks_own_table_has_the_activation_functions_on_top(reported):
    table = "| | Sigmoid | ReLU | Tanh |\n|---|---|---|---|\n| test accuracy | 0.6 | 0.87 | |\n| epochs | 1 | 1 | 1 |\n"
    rows, _ = reported(report_dot_md=table)
    assert rows == [("sigmoid", 0.6, "report.md", 0, 3), ("relu", 0.87, "report.md", 0, 3)]


def test_a_notebooks_markdown_and_outputs(reported):
    cells = [
        {"cell_type": "markdown", "source": ["# HW3\n", "ReLU: test accuracy 0.893\n"]},
        {
            "cell_type": "code",
            "source": "print('tanh test accuracy 0.5')",
            "outputs": [
                {"output_type": "stream", "text": ["epoch 1\n", "tanh, test acc: 0.891\n"]},
                {
                    "output_type": "execute_result",
                    "data": {"text/plain": "  activation  test_acc\n0    sigmoid      0.56"},
                },
            ],
        },
    ]
    rows, _ = reported(hw3_dot_ipynb=json.dumps({"cells": cells}))
    # The source is not what came out.
    assert rows == [
        ("relu", 0.893, "hw3.ipynb", 1, 2),
        ("tanh", 0.891, "hw3.ipynb", 2, 2),
        ("sigmoid", 0.56, "hw3.ipynb", 2, 2),
    ]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("relu: best validation accuracy 0.91, test accuracy 0.893", ("relu", 0.893)),
        ("Tanh 테스트 정확도는 89.2%", ("tanh", 0.892)),
        ("LeakyReLU test acc = .88", ("leaky_relu", 0.88)),
        ("final test accuracy of sigmoid is 0.56", None),  # the number is not beside its name
        ("relu and tanh: test accuracy 0.89", None),
        ("relu: test accuracy 0.89, again test accuracy 0.90", None),
        ("relu: test accuracy 89.3", None),
        ("relu: test accuracy 893 %", None),
        ("test accuracy 0.89", None),
        ("relu: validation accuracy 0.91", None),
        ("relu: train accuracy 0.99", None),
        ("prelude to a test accuracy 0.91", None),
        ("relu: test loss 0.3", None),
    ],
)
def test_lines_of_text_are_read_where_they_are_sure(reported, line, row):
    rows, _ = reported(log_dot_txt=line)
    assert [entry[:2] for entry in rows] == ([row] if row else [])


def test_what_speaks_of_a_test_accuracy_and_is_not_sure_is_counted(reported):
    rows, remarks = reported(log_dot_txt="test accuracy 0.89\nrelu: test accuracy 0.9\ntest accuracy: see below\n")
    assert len(rows) == 1
    assert len(remarks) == 1
    assert remarks[0].startswith("1 lines of log.txt mention a test accuracy")


def test_a_row_of_no_one_activation_function_is_counted(reported):
    rows, remarks = reported(
        report_dot_md=MARKDOWN + "| my best | 0.91 | 0.90 | |\n| ReLU, then Tanh | 0.91 | 0.90 | |\n"
    )
    assert len(rows) == 2
    assert [remark[:20] for remark in remarks] == ["2 lines of report.md"]


def test_a_second_table_does_not_inherit_the_first_ones_heading(reported):
    second = "| activation | x | train accuracy | y |\n|---|---|---|---|\n| ReLU | 0.99 | 0.98 | 0.97 |\n"
    rows, _ = reported(report_dot_md=MARKDOWN + second)
    assert len(rows) == 2
    rows, _ = reported(report_dot_md=MARKDOWN + "\n| Sigmoid | 0.1 | 0.2 | 0.3 |\n")
    assert len(rows) == 2


def test_documents_are_said_to_be_unread_and_links_are_not_followed(reported, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "HW3.pdf").write_bytes(b"%PDF")
    try:
        (tmp_path / "own" / "report.md").symlink_to(tmp_path / "elsewhere" / "secret.md")
    except OSError:
        pytest.skip("no links here")
    result = reported_experiments(tmp_path / "own")
    assert result.accuracies == ()
    assert ["HW3.pdf" in remark["en"] for remark in result.remarks] == [True]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\x81", b"[" * 100_000, b'{"cells": 3}', b"[]", b'{"cells": [7, null]}']
)
def test_a_file_that_is_none_is_said_or_empty(reported, content):
    rows, remarks = reported(broken_dot_ipynb=content)
    assert rows == []
    assert all("broken.ipynb" in remark for remark in remarks)
    assert bool(remarks) == (content != b'{"cells": [7, null]}')


def test_more_rows_than_anybody_reads_are_cut_and_said(reported):
    rows, remarks = reported(log_dot_txt="relu: test accuracy 0.5\n" * 150)
    assert len(rows) == 100
    assert remarks == ["150 test accuracies are reported; the first 100 are kept"]


@given(st.text(max_size=200), st.sampled_from(["a.csv", "a.md", "a.txt", "a.ipynb"]))
def test_no_text_is_an_error_and_every_number_stands_in_its_line(tmp_path_factory, text, name):
    folder = tmp_path_factory.mktemp("submission")
    (folder / name).write_bytes(f"relu: test accuracy 0.25\n{text}".encode("utf-8", "replace"))
    for row in reported_experiments(folder).accuracies:
        assert 0 <= row.accuracy <= 1
        assert row.line >= 1
