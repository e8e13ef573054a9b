"""What comes from a file may say anything and steers no terminal."""

from __future__ import annotations

import ast
import logging
import os
import sys
from pathlib import Path

import pytest

import undergrad.cli
from undergrad.cli import progress, tables
from undergrad.display.terminal import on_one_line, visible
from undergrad.experiments import DataSpec, Experiment, Network

#: Clears the screen, moves to its corner, and writes what was never measured.
FORGED = "\x1b[2J\x1b[Htest accuracy 1.0000"
SHOWN = r"\x1b[2J\x1b[Htest accuracy 1.0000"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x07\x08\x0b\x0c\r\x1b\x1f", r"\x00\x07\x08\x0b\x0c\x0d\x1b\x1f"),
        ("\x7f\x80\x9b31m\x9f", r"\x7f\x80\x9b31m\x9f"),
        ("\u202a\u202e\u2066\u2069", r"\u202a\u202e\u2066\u2069"),
        ("bad\udcff.py \ud800", r"bad\xff.py \ud800"),
        ("a\tb\nc é 고양이 \U0001f600 \\x1b", "a\tb\nc é 고양이 \U0001f600 \\x1b"),
    ],
)
def test_what_steers_is_written_as_an_escape_and_the_rest_stays(text, shown):
    assert visible(text) == shown


def test_a_name_within_a_line_has_no_line_breaks():
    assert on_one_line("cat\ntest accuracy 1\x85") == r"cat\ntest accuracy 1\x85"


@pytest.fixture
def model(cli, tmp_path):
    """A model file, and its data, one of whose classes and whose file's name are forged."""
    rows = [f'"{FORGED}\n\u202ezz",{i}' for i in range(10)] + [f"plain,{20 + i}" for i in range(10)]
    data = tmp_path / "pets\x1b]0;x.csv"
    try:
        data.write_text("\n".join(["label,size", *rows]), encoding="utf-8")
    except OSError:
        pytest.skip("no file can be called so here")
    options = ["--hidden", "4", "--epochs", "30", "--learning-rate", "0.5", "--workers", "1"]
    code, out, err = cli("train", "--dataset", data, *options, "--out", "o")
    assert (code, "\x1b" in out + err) == (0, False)
    return tmp_path / "o" / "relu-seed0" / "model.safetensors", data


@pytest.mark.attack
def test_names_of_classes_and_files_cannot_forge_a_result(cli, model, monkeypatch):
    path, data = model
    code, out, err = cli("evaluate", path, "--dataset", data)
    assert (code, "\x1b" in out + err, "\u202e" in out) == (0, False, False)
    assert rf"{SHOWN}\n\u202ezz" in out
    assert sum(line.startswith("test ") for line in out.splitlines()) == 1
    code, out, _ = cli("predict", path, data, "--probabilities")  # to a program, which gets the name as it is
    assert (code, FORGED in out) == (0, True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, _ = cli("predict", path, data, "--probabilities")
    assert (code, "\x1b" in out, SHOWN in out) == (0, False, True)


@pytest.mark.attack
def test_errors_tables_and_tracebacks_cannot_either(cli, tmp_path, model, monkeypatch):
    path, data = model
    for options in ([], ["--debug"]):
        code, _, err = cli("train", "--dataset", tmp_path / f"{FORGED}\n.csv", *options)
        assert (code, "\x1b" in err, SHOWN in err) == (1, False, True)
        assert options or len(err.splitlines()) == 1
    code, out, err = cli("train", "--dataset", data, "--label-column", "lbl")
    assert (code, "\x1b" in out + err) == (2, False)
    (tmp_path / f"o{FORGED}").mkdir()
    path.parent.rename(tmp_path / f"o{FORGED}" / "run")
    code, out, err = cli("runs", "list", ".")
    assert (code, "\x1b" in out + err, SHOWN in out) == (0, False, True)
    code, out, err = cli("runs", "show", tmp_path / f"o{FORGED}" / "run")
    assert (code, "\x1b" in out + err, r"pets\x1b]0;x" in out) == (0, False, True)
    monkeypatch.setattr(tables, "_MANY", 0)
    code, out, _ = cli("runs", "list", ".")
    assert (code, "\x1b" in out, SHOWN in out) == (0, False, True)


@pytest.mark.attack
def test_the_packages_logger_cannot_either(cli, monkeypatch):
    monkeypatch.setattr("undergrad.data.available", lambda **_: logging.getLogger("undergrad").warning(FORGED) or ())
    code, _, err = cli("data", "list")
    assert (code, err) == (0, f"undergrad: {SHOWN}\n")


@pytest.mark.attack
def test_a_file_whose_name_is_no_text_is_said_by_its_bytes(cli):
    code, _, err = cli("predict", os.fsdecode(b"bad\xff.safetensors"), "x.csv")
    assert code == 1
    assert r"bad\xff.safetensors" in err
    assert r"\udcff" not in err


@pytest.mark.attack
def test_progress_on_a_terminal_cannot_either(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    network = Network(name=f"[red]{FORGED}")
    experiment = Experiment(name="x", data=DataSpec(), networks=(network,))

    class Job:
        number, of, spec = 1, 1, type("Spec", (), {"network": network, "seed": 0, "structure": FORGED})

    with progress.training_progress(experiment, quiet=False) as listener:
        assert isinstance(listener, progress.ShownRuns)
        listener.run_begins(Job())
    shown = capsys.readouterr().err
    assert rf"[red]{SHOWN}"[:20] in shown
    assert FORGED not in shown


def test_the_command_prints_in_one_place():
    """Everywhere else a `print` would reach the terminal as it is."""
    folder = Path(undergrad.cli.__file__).parent
    own = {"printing.py", "check.py"}  # the check makes its report visible itself
    for path in sorted(folder.glob("*.py")):
        calls = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        ]
        assert path.name in own or not {"print", "sys.stdout.write", "sys.stderr.write", "Console"} & set(calls), path
