"""What a person sees while networks are trained: the same of `fit` and of the command."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from rich.console import Console
from test_notebook import Page

from undergrad import fit, fully_connected
from undergrad.display import progress
from undergrad.display.progress import Bars, Countdown, Display, Line, Lines, Measured, Notebook, display_for
from undergrad.errors import NonFiniteLossError
from undergrad.training import Oversight

FORGED = "cat\x1b[2J\n<b>all</b> [red]is well"
#: As `display.terminal.console` makes them.
AS_IS = {"markup": False, "highlight": False, "emoji": False}


def network(seed=0):
    return fully_connected(36, [8], 5, "relu", rng=np.random.default_rng(seed))


def measured(epoch):
    return Measured(epoch, 1 / epoch, "0.5000", f"{epoch / 100:.4f}")


class Now:
    """A clock that stands until it is turned."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def test_a_countdown_knows_the_pace_of_the_epochs_that_it_saw():
    now = Now()
    countdown = Countdown(10, now)
    countdown.note_earlier(4)
    assert countdown.seconds_left is None
    now.seconds = 3.0
    countdown.note_epoch()
    assert (countdown.done, countdown.seconds_left) == (5, 15.0)
    now.seconds = 4.0
    countdown.note_epoch()
    assert countdown.seconds_left == 8.0
    for _ in range(6):
        countdown.note_epoch()
    assert countdown.seconds_left == 0


def test_lines_are_about_ten_and_say_how_far_it_is():
    said = io.StringIO()
    lines, line = Lines(Console(file=said, width=40, **AS_IS)), Line("relu", "fc(8), relu", 50, 2, 3)
    with lines as display:
        display.begins(line)
        display.goes_on(line, 20)
        for epoch in range(21, 51):
            display.epoch_ends(line, measured(epoch), 75.0)
        display.fails(line, 50, "it failed")
        display.kept(Line(FORGED, "", 5, 3, 3))
    begins, goes_on, *epochs, fails, kept = said.getvalue().splitlines()
    assert (begins, goes_on) == ("[2/3] relu: fc(8), relu", "relu: goes on after epoch 20/50")
    assert [epoch.split(",")[0] for epoch in epochs] == [f"relu: epoch {n}/50" for n in (25, 30, 35, 40, 45, 50)]
    assert epochs[0] == "relu: epoch 25/50, loss 0.0400, training 0.5000, validation 0.2500; 1:15 left"
    assert fails == "relu: it failed"
    assert kept == r"[3/3] cat\x1b[2J\n<b>all</b> [red]is well: complete already, not trained again"


def test_on_a_terminal_each_training_has_a_bar():
    screen = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=140, **AS_IS)
    display, one, other = display_for(screen), Line("a", "fc(8)", 4, 1, 2), Line(FORGED, "fc(9)", 4, 2, 2)
    assert isinstance(display, Bars)

    def bars():
        drawn = io.StringIO()  # and not the screen, on which the bars are drawn by themselves too
        Console(file=drawn, width=140).print(display._progress.get_renderable())
        return drawn.getvalue().splitlines()

    with display:
        display.begins(one)
        display.goes_on(one, 2)
        display.kept(other)
        first, second = bars()
        assert "2/4 going on" in first
        assert second.startswith(r"cat\x1b[2J\n<b>all</b> [red]is well")
        assert "4/4 complete already, not trained again" in second
        display.epoch_ends(one, measured(3), 61.0)
        assert "3/4 training 0.5000, validation 0.0300, 1:01 left" in bars()[0]
        display.epoch_ends(one, measured(4), 0.0)
        assert bars()[0].rstrip().endswith("4/4 training 0.5000, validation 0.0400")
        display.fails(one, 3, "it failed")
        assert "3/4 failed in epoch 4" in bars()[0]
    assert "failed in epoch 4" in screen.file.getvalue()


def test_in_a_notebook_a_table_is_drawn_again_in_its_place_and_not_too_often():
    sent, now = [], Now()
    now.seconds = 100.0
    with Notebook(sent.append, now) as display:
        line = Line(FORGED, "fc(8)", 1000)
        display.begins(line)
        for epoch in range(1, 1001):
            now.seconds += 0.0009
            display.epoch_ends(line, measured(epoch), 5.0)
        assert 2 <= len(sent) <= 8
        assert "1000/1000" not in sent[-1]
    for html in sent:
        titles, row = Page(html).rows
        assert (titles[0], row[0]) == ("training", FORGED)
    assert row[1:] == ["█" * 12, "1000/1000", "training 0.5000, validation 10.0000"]
    assert re.fullmatch(r"training 0.5000, validation \d\.\d{4}, 0:05 left", Page(sent[1]).rows[1][3])


def test_a_notebook_is_where_a_console_says_so(monkeypatch):
    monkeypatch.setattr(progress, "_cell_output", lambda: print)
    assert isinstance(display_for(Console(force_jupyter=True)), Notebook)
    assert isinstance(display_for(Console(file=io.StringIO())), Lines)


def without_times(text):
    return re.sub(r"[\d:]+ left", "left", text)


def test_fit_shows_what_the_command_shows(cli, small, capsys):
    np.savez("d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    numbers = {"epochs": 20, "learning_rate": 0.1, "batch_size": 32}
    options = ("--epochs", 20, "--learning-rate", 0.1, "--batch-size", 32, "--hidden", 8, "--out", "out")
    code, _, err = cli("train", "--dataset", "d.npz", *options)
    assert code == 0, err
    of_command = [line for line in err.splitlines() if "epoch" in line]
    fit(network(), small, progress=True, **numbers)
    out, err = capsys.readouterr()
    begins, *of_fit = err.splitlines()
    assert (out, begins) == ("", "[1/1] network: fc(8), relu")
    assert len(of_fit) == 10
    kinds = [
        [re.sub(r"0\.\d{4}|\d\.\d{4}", "#", without_times(line)) for line in lines] for lines in (of_fit, of_command)
    ]
    assert [line.replace("network", "relu") for line in kinds[0]] == kinds[1]


def test_nothing_is_shown_unless_it_is_asked_for_and_it_changes_no_bit(small, capsys):
    plain = fit(network(), small, epochs=2, learning_rate=0.1)
    assert capsys.readouterr() == ("", "")
    shown = fit(network(), small, epochs=2, learning_rate=0.1, progress=True)
    assert capsys.readouterr().err.count("\n") == 3
    for key, array in plain.last.items():
        np.testing.assert_array_equal(shown.last[key], array)


def test_fit_shows_where_it_goes_on_and_that_it_failed(small, capsys, tmp_path):
    path = tmp_path / "checkpoint"
    fit(network(), small, epochs=2, oversight=Oversight(checkpoint=path))
    fit(network(), small, epochs=4, oversight=Oversight(checkpoint=path, resume=True), progress=True)
    said = capsys.readouterr().err.splitlines()
    assert said[1] == "network: goes on after epoch 2/4"
    assert [line.split(",")[0] for line in said[2:]] == ["network: epoch 3/4", "network: epoch 4/4"]
    with pytest.raises(NonFiniteLossError) as caught:
        fit(network(), small, epochs=4, learning_rate=1e30, progress=True)
    assert capsys.readouterr().err.splitlines()[-1] == f"network: {caught.value}"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_whatever_ends_a_training_the_screen_is_given_back(small, monkeypatch, error):
    heard = []

    class Heard(Display):
        def __enter__(self):
            heard.append("enter")
            return self

        def __exit__(self, *_):
            heard.append("exit")

    def ends(_):
        raise error

    monkeypatch.setitem(fit.__globals__, "display_here", Heard)
    with pytest.raises(error):
        fit(network(), small, epochs=2, oversight=Oversight(on_epoch=ends), progress=True)
    assert heard == ["enter", "exit"]
