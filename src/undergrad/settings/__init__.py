"""The numbers that steer a training, each declared once. Free of NumPy, so that `--help` may read it."""

from undergrad.settings.hyperparameters import (
    DECLARATIONS,
    DEFAULTS,
    ENGINES,
    Declaration,
    Hyperparameters,
    Numbers,
    with_numbers,
)
from undergrad.settings.kinds import LARGEST, check_whole

__all__ = [
    "DECLARATIONS",
    "DEFAULTS",
    "ENGINES",
    "LARGEST",
    "Declaration",
    "Hyperparameters",
    "Numbers",
    "check_whole",
    "with_numbers",
]
