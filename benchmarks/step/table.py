"""A section as a table: our time, each peer's time, and the ratio; for a target, also both bounds."""

from __future__ import annotations

from benchmarks.peers import PEERS
from benchmarks.step.sections import Row, Section, Target
from benchmarks.task import ours
from benchmarks.timing import medians


def show_section(name: str, section: Section, *, steps: int, rounds: int, alone: bool) -> None:
    """Measure the section's rows and print each at once; `alone` leaves out other libraries."""
    peers = [peer for peer in section.peers if PEERS[peer].is_there and not (alone and PEERS[peer].modules)]
    has_targets = any(row.target and row.target.against in peers for row in section.rows)
    print(f"{name}: {section.title}")
    if section.tells_layers:
        for row in section.rows:
            print(f"  {row.name}: {row.task.layers}, fc(10)")
    width = max(len(row.name) for row in section.rows)
    columns = [f"{peer:>8} {'ours /':>6}" for peer in peers]
    targets = f"  {'target: ours /':14} {'is':>6} {'must':>5} {'aim':>5} met" if has_targets else ""
    print(f"{'microseconds a step':{width}} {'engine':9} {'ours':>7}", *columns, targets)
    for row in section.rows:
        print(f"{row.name:{width}}", _measured(row, peers, steps, rounds), flush=True)


def _measured(row: Row, peers: list[str], steps: int, rounds: int) -> str:
    data = row.task.data(steps)
    trainer = ours(row.task, *data)
    runs = {"ours": trainer.epoch} | {peer: PEERS[peer].run(row.task, *data) for peer in peers}
    times = {key: 1e6 * value / steps for key, value in medians(runs, rounds=rounds).items()}
    columns = (f"{times[peer]:8.0f} {times['ours'] / times[peer]:6.3f}" for peer in peers)
    judged = ""
    if row.target and row.target.against in peers:
        judged = _judged(row.target, times["ours"] / times[row.target.against])
    return " ".join([f"{trainer.engine:9} {times['ours']:7.0f}", *columns, judged]).rstrip()


def _judged(target: Target, ratio: float) -> str:
    met = "aim" if ratio <= target.aim else "must" if ratio <= target.must else "no"
    return f"  {target.against:14} {ratio:6.3f} {target.must:5.2f} {target.aim:5.2f} {met}"
