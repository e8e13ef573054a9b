"""The versions of other libraries on this machine."""

from __future__ import annotations

import importlib.metadata
import importlib.util

_DISTRIBUTIONS = {"JAX": "jax", "Optax": "optax", "PyTorch": "torch", "scikit-learn": "scikit-learn", "Numba": "numba"}
_MODULES = {"scikit-learn": "sklearn"}


def versions(*names: str) -> str:
    """The versions of the installed ones of these libraries, by default of all: `PyTorch 2.13.0, Numba 0.68.1`."""
    known = {name: _DISTRIBUTIONS[name] for name in names or _DISTRIBUTIONS}
    return ", ".join(
        f"{name} {importlib.metadata.version(distribution)}"
        for name, distribution in known.items()
        if importlib.util.find_spec(_MODULES.get(distribution, distribution))
    )
