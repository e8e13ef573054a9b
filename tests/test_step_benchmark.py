"""`python -m benchmarks step`: who does not compute the same is told, and the bare products are all of a step's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import peers
from benchmarks.im2col import im2col
from benchmarks.step import check, table
from benchmarks.step.sections import SECTIONS, Row, Section, Target
from benchmarks.task import Task, ours

TASK = Task("conv(2, 3, pad=1), relu, pool(2), fc(4), relu", (6, 6), batch=8)


def section(task=TASK, target=None):
    return Section("small", (Row("row", task, target),), ("other",), steps=2)


def add_peer(monkeypatch, **changed):
    """A peer that is ours, but for what is `changed` of its task."""

    def make(task, x, labels):
        return ours(replace(task, **changed), x, labels, engine="reference", in_order=True)

    peer = peers.Peer((), lambda *arguments: make(*arguments).epoch, make)
    monkeypatch.setitem(peers.PEERS, "other", peer)


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [({}, True), ({"reg_lambda": 0.0501}, False), ({"learning_rate": 0.1001}, False), ({"optimizer": "adam"}, False)],
    ids=["nothing", "reg_lambda", "learning_rate", "optimizer"],
)
def test_a_peer_that_computes_something_else_is_told(monkeypatch, capsys, changed, is_same):
    add_peer(monkeypatch, **changed)
    assert check.check_section("small", section(), alone=False) is is_same
    assert ("NOT THE SAME" in capsys.readouterr().out) is not is_same


@pytest.mark.parametrize(("seconds", "met"), [(0.5, "aim"), (0.7, "must"), (0.9, "no")])
def test_a_ratio_is_judged_by_both_bounds(monkeypatch, capsys, seconds, met):
    add_peer(monkeypatch)
    monkeypatch.setattr(table, "medians", lambda runs, rounds: {"ours": seconds, "other": 1.0})
    table.show_section("small", section(target=Target("other", 0.8, 0.6)), steps=2, rounds=1, alone=False)
    assert capsys.readouterr().out.splitlines()[-1].split()[-5:] == ["other", f"{seconds:.3f}", "0.80", "0.60", met]


def test_the_products_of_im2col_are_those_of_a_step():
    products, memory, steps = im2col(TASK, 3).args
    n, operations = TASK.batch, 2 * products[:, :3].prod(axis=1).sum()
    # Forward and for w, of the first layer not for x: (2, 9) by 36 places; then fc(4) on 18 features, and fc(10) on 4.
    assert operations == 2 * n * (2 * 2 * 9 * 36 + 3 * 18 * 4 + 3 * 4 * 10)
    assert steps == 3
    sizes = np.stack([products[:, [0, 2]], products[:, [2, 1]], products[:, [0, 1]]]).prod(axis=2)
    assert (products[:, 6:].T + sizes).max() <= memory.size


def test_every_section_has_its_peers_and_a_network():
    for name, one in SECTIONS.items():
        assert all(peer in peers.PEERS for peer in one.peers), name
        assert all(row.task.places and (row.target is None or row.target.against in one.peers) for row in one.rows)
