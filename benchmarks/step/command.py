"""`python -m benchmarks step [--only SECTION,...] [--check] [--alone] [--steps N] [--rounds N]`.

The time of a step is an epoch's time divided by its batches; our step goes from uint8 pixels in random order to updated
weights. Other libraries get their pixels scaled and in order. Times are medians, taken in turn; a ratio is our time /
the peer's, so below 1 ours is faster. `--check` takes no times: it checks that all compute the same.
"""

from __future__ import annotations

import argparse
import warnings

from benchmarks.peers.versions import versions
from benchmarks.step.check import check_section
from benchmarks.step.sections import SECTIONS
from benchmarks.step.table import show_section
from undergrad.engines.threads import allowed_threads
from undergrad.experiments.environment import environment


def main(argv: list[str] | None = None) -> int:
    """Print the tables. The exit code is 1 if a peer computes something else."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks step")
    parser.add_argument("--only", default=",".join(SECTIONS), help=f"sections (default: {','.join(SECTIONS)})")
    parser.add_argument("--check", action="store_true", help="compare what is computed instead of how fast")
    parser.add_argument("--alone", action="store_true", help="without the other libraries")
    parser.add_argument("--steps", type=int, help="steps in an epoch (default: as many as suit a section)")
    parser.add_argument("--rounds", type=int, default=15, help="epochs of each (default: 15)")
    args = parser.parse_args(argv)
    names = args.only.split(",")
    if unknown := [name for name in names if name not in SECTIONS]:
        parser.error(f"no section {unknown[0]}; they are {', '.join(SECTIONS)}")
    warnings.simplefilter("ignore")  # scikit-learn warns about training for one epoch
    same = True
    for name in names:
        section = SECTIONS[name]
        if args.check:
            same = check_section(name, section, alone=args.alone) and same
        else:
            steps = args.steps or section.steps
            show_section(name, section, steps=steps, rounds=args.rounds, alone=args.alone)
        print()
    _footer()
    return 0 if same else 1


def _footer() -> None:
    here = environment()
    print(f"kernels that OpenBLAS chose by itself: {'; '.join(here.blas)}")
    threads = allowed_threads()
    print(f"PyTorch has {threads} thread{'s' * (threads != 1)}, JAX one for each core")
    print(f"Python {here.python}, NumPy {here.numpy}, SciPy {here.scipy}, {versions()}")
    print(f"{here.processor}, {here.cores} cores")
