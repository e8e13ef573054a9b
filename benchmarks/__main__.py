"""`python -m benchmarks NAME [OPTIONS]`."""

import importlib
import sys

NAMES = (
    *("attacks", "calibration", "check-power", "check-time", "curves", "elementary", "gradients", "insight"),
    *("job", "live", "memory", "parts", "predict", "site", "start", "step", "suite", "threads", "together", "tuning"),
)

if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
    sys.exit(f"usage: python -m benchmarks {{{','.join(NAMES)}}}")
module = importlib.import_module(f"benchmarks.{sys.argv.pop(1).replace('-', '_')}")
sys.exit(module.main())
