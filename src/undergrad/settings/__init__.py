"""The hyperparameters of a training, each declared once. Without NumPy, since `--help` reads it."""

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
