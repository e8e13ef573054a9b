"""`python -m benchmarks NAME [OPTIONS]`."""

import importlib
import os
import sys

NAMES = (
    *("attacks", "calibration", "check-power", "check-time", "curves", "elementary", "estimators"),
    *(
        "grading",
        "gradients",
        "hostile",
        "insight",
        "job",
        "live",
        "memory",
        "parts",
        "predict",
        "site",
        "start",
        "step",
        "suite",
        "tables",
        "threads",
        "together",
        "tuning",
    ),
)

if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
    sys.exit(f"usage: python -m benchmarks {{{','.join(NAMES)}}}")
# Measure BLAS with the kernels that it chooses for this processor: it reads these variables when it is loaded.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
module = importlib.import_module(f"benchmarks.{sys.argv.pop(1).replace('-', '_')}")
sys.exit(module.main())
