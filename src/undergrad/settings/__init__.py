"""The numbers that steer a training, each declared once. Free of NumPy, so that `--help` may read it."""

from undergrad.notation.declaration import Declaration
from undergrad.settings.hyperparameters import (
    DECLARATIONS,
    DEFAULTS,
    ENGINES,
    SHORT_FORMS,
    Hyperparameters,
    Numbers,
    with_numbers,
    written_out,
)

__all__ = [
    "DECLARATIONS",
    "DEFAULTS",
    "ENGINES",
    "SHORT_FORMS",
    "Declaration",
    "Hyperparameters",
    "Numbers",
    "with_numbers",
    "written_out",
]
