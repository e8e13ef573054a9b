"""Pictures for a page's script: bytes in base64."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Larger images are not shown: a page with them would be too large to send.
_LARGEST_IMAGE = 64


def is_picture(shape: tuple[int, ...]) -> bool:
    """Whether samples of that shape are shown as images."""
    return len(shape) == 2 and max(shape) <= _LARGEST_IMAGE


def picture(images: NDArray[np.uint8]) -> dict[str, Any]:
    """Images (n, height, width), row by row in base64."""
    count, height, width = images.shape
    return {"count": count, "height": height, "width": width, "bytes": base64.b64encode(images.tobytes()).decode()}


def signed(images: NDArray[Any]) -> NDArray[np.uint8]:
    """Numbers of both signs as bytes: 128 is 0, and 1 and 255 are minus and plus the largest absolute value."""
    scaled = 128 + 127 * images / max(float(np.abs(images).max()), np.finfo(np.float32).tiny)
    rounded: NDArray[np.uint8] = np.round(scaled).astype(np.uint8)
    return rounded
