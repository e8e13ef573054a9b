"""Submissions graded by the workers of a real Dask scheduler have the grades that this machine's processes give."""

from __future__ import annotations

import csv

import pytest

from tests.course.class_of_60 import make_class
from undergrad.cli.main import main

distributed = pytest.importorskip("distributed")


@pytest.mark.slow
def test_a_dask_scheduler_gives_the_same_grades(tmp_path, capsys):
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    expected = make_class(arrived, slice(4, None, 10))
    local, remote = tmp_path / "local", tmp_path / "remote"

    def grade(out, *options):
        arguments = ["grade", str(arrived), "--out", str(out), "--seed", "7", "--no-training", "--time-limit", "600"]
        assert main([*arguments, "--language", "en", "--trust", *options]) == 0
        with open(out / "grades.csv", encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file)), capsys.readouterr().out

    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        silence_logs=50,
        host="127.0.0.1",
        local_directory=str(tmp_path / "dask"),
    ) as cluster:
        rows, printed = grade(remote, "--scheduler", cluster.scheduler_address)
    assert {row["student_id"] for row in rows} == {student.student_id for student in expected}
    rows_here, printed_here = grade(local, "--workers", "1")
    assert rows == rows_here
    # The same containment, on the cluster's workers as here.
    [contained], [contained_here] = (
        [line for line in text.splitlines() if line.startswith("Seed 7")] for text in (printed, printed_here)
    )
    assert contained == contained_here
