"""The two modules that PyTorch lacks: the scaling of inputs, and the exponential function.

They are created at their first use, since their base class is PyTorch's.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from undergrad.errors import needed

_NAMES = ("Scaling", "Exp")


def parts() -> dict[str, Any]:
    """The classes by their names. UsageError without PyTorch."""
    return _made(needed("torch", what="a PyTorch module"))


@functools.cache
def _made(torch: Any) -> dict[str, Any]:
    class Scaling(torch.nn.Module):  # type: ignore[misc]
        """(x - offset) * scale for raw samples, in the shape that the layers take; both are buffers, not learned."""

        def __init__(self, offset: Any, scale: Any, shape: Sequence[int]) -> None:
            super().__init__()
            self.register_buffer("offset", offset)
            self.register_buffer("scale", scale)
            self.shape = tuple(shape)

        def forward(self, x: Any) -> Any:
            """(N, *shape), for raw samples with any N."""
            return (x.to(self.scale.dtype).reshape(x.shape[0], *self.shape) - self.offset) * self.scale

        def extra_repr(self) -> str:
            """The text between the brackets when the module is printed."""
            return f"shape={self.shape}"

    class Exp(torch.nn.Module):  # type: ignore[misc]
        """exp(x), the mean of a Poisson output."""

        def forward(self, x: Any) -> Any:
            """exp(x), in the shape of x."""
            return torch.exp(x)

    kinds = {"Scaling": Scaling, "Exp": Exp}
    for name, kind in kinds.items():
        kind.__qualname__ = name  # as if the file defined them, so that unpickling finds the class by name
    return kinds


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return parts()[name]
