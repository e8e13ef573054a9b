"""The functions that the expressions of contracts may use."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import numpy as np

from undergrad.contracts.compare import NDArray


def sigmoid(z: NDArray) -> NDArray:
    """1 / (1 + e^-z)."""
    share: NDArray = 1 / (1 + np.exp(-z))
    return share


def softmax(x: NDArray, axis: int | None = 1) -> NDArray:
    """e^x divided by its sum along an axis, or by the sum of all entries."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    shares: NDArray = e / e.sum(axis=axis, keepdims=True)
    return shares


def share(new: NDArray, old: NDArray, added: NDArray) -> float:
    """The share for which share * old + (1 - share) * added is nearest to new."""
    return float(np.sum((old - added) * (new - added)) / np.sum((old - added) ** 2))


def confusion(labels: NDArray, predicted: NDArray, count: int) -> NDArray:
    """The number of samples of each class (rows) that were predicted as each class (columns)."""
    table: NDArray = onehot(labels, count).T @ onehot(predicted, count)
    return table


def by_feature(x: NDArray) -> NDArray:
    """A row for each sample or, for images, for each pixel of each sample; a column for each feature."""
    return np.moveaxis(x, 1, -1).reshape(-1, x.shape[1])


def as_images(rows: NDArray, shape: tuple[int, ...]) -> NDArray:
    """The inverse of `by_feature`: an array of the original shape."""
    return np.moveaxis(rows.reshape(shape[0], *shape[2:], shape[1]), -1, 1)


def beside_root(out: NDArray, x: NDArray, gamma: NDArray, beta: NDArray, mean: NDArray, variance: NDArray) -> float:
    """The number added to the root of the variance in gamma (x - mean) / (sqrt(variance) + number) + beta = out.

    It must be small and, to four digits, the same for all features; else the result is 0. A number inside the root
    would add less for features of greater variance.
    """
    if variance.size != x.shape[1]:  # the variance of samples, by mistake
        return 0.0
    inputs, outputs = (np.linalg.norm(rows, axis=0) for rows in (by_feature(x) - mean, by_feature(out) - beta))
    positive = (inputs > 0) & (outputs > 0)
    divisors = abs(gamma[positive]) * inputs[positive] / outputs[positive]
    added = divisors - np.sqrt(variance.reshape(-1)[positive])
    is_same = added.size > 1 and added.min() > 1e-9 and added.max() < min(1e-2, (1 + 1e-4) * added.min())
    return float(added.mean()) if is_same else 0.0


def rows(e: NDArray) -> NDArray:
    """Each row divided by its sum."""
    shares: NDArray = e / e.sum(axis=1, keepdims=True)
    return shares


def without(right: NDArray, axis: int, place: int) -> NDArray:
    """A copy with zeros at one position of an axis."""
    rest = right.copy()
    np.moveaxis(rest, axis, 0)[place] = 0
    return rest


def onehot(classes: NDArray, count: int) -> NDArray:
    """One-hot rows: a row for each class number, with a 1 at that number."""
    encoded: NDArray = np.eye(count)[classes]
    return encoded


def labels(y_hat: NDArray) -> NDArray:
    """One-hot labels: for every second sample the most likely class, for the others another class."""
    size, count = y_hat.shape
    best = y_hat.argmax(axis=1)
    steps = np.where(np.arange(size) % 2, 1 + np.arange(size) // 2 % (count - 1), 0)
    return onehot((best + steps) % count, count)


def windows(x: NDArray, k: int, stride: int) -> NDArray:
    """(N, C, P, Q, k, k): the windows of images (N, C, H, W)."""
    with_stride_1 = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
    return with_stride_1[:, :, ::stride, ::stride]


def correlate(seen: NDArray, w: NDArray) -> NDArray:
    """(N, F, P, Q): filters (F, C, k, k) applied to windows."""
    out: NDArray = np.moveaxis(np.tensordot(seen, w, ((1, 4, 5), (1, 2, 3))), -1, 1)
    return out


def weigh(d: NDArray, seen: NDArray) -> NDArray:
    """(F, C, k, k): the sum of windows, each multiplied by its d (N, F, P, Q)."""
    summed: NDArray = np.tensordot(d, seen, ((0, 2, 3), (0, 2, 3)))
    return summed


def back(d: NDArray, w: NDArray) -> NDArray:
    """(N, C, P, Q, k, k): the sum of filters, each multiplied by its d (N, F, P, Q)."""
    products: NDArray = np.moveaxis(np.tensordot(d, w, (1, 0)), 3, 1)
    return products


def folded(seen: NDArray, shape: tuple[int, ...], stride: int) -> NDArray:
    """Images in which each window is added at its own place."""
    images = np.zeros(shape)
    _, _, down, right, k, _ = seen.shape
    for i, j in np.ndindex(k, k):
        images[:, :, i : i + stride * down : stride, j : j + stride * right : stride] += seen[..., i, j]
    return images


def overwritten(
    seen: NDArray, shape: tuple[int, ...], stride: int, *, by_entry: bool = False, where: NDArray | None = None
) -> NDArray:
    """Images into which windows are written, one after the other or entry by entry; they overwrite earlier ones.

    Only entries with a nonzero `where` are written.
    """
    images = np.zeros(shape)
    _, _, down, right, k, _ = seen.shape
    mask = np.ones_like(seen) if where is None else where
    order = np.ndindex(k, k, down, right) if by_entry else np.ndindex(down, right, k, k)
    for place in order:
        (i, j, p, q) = place if by_entry else (place[2], place[3], place[0], place[1])
        entry = images[:, :, p * stride + i, q * stride + j]
        entry[...] = np.where(mask[:, :, p, q, i, j] != 0, seen[:, :, p, q, i, j], entry)
    return images


def inner(images: NDArray, width: int) -> NDArray:
    """Images without a border."""
    return images[:, :, width : images.shape[2] - width, width : images.shape[3] - width]


def inner_only(images: NDArray, width: int) -> NDArray:
    """Images whose border is set to zeros."""
    return np.pad(inner(images, width), ((0, 0), (0, 0), (width, width), (width, width)))


def greatest(seen: NDArray) -> NDArray:
    """1 at each greatest entry of a window, else 0."""
    return np.where(seen == seen.max(axis=(4, 5), keepdims=True), 1.0, 0.0)


def first(seen: NDArray) -> NDArray:
    """1 at the first of the greatest entries of a window, row by row, else 0."""
    flat = seen.reshape(*seen.shape[:4], -1)
    return onehot(flat.argmax(axis=-1), flat.shape[-1]).reshape(seen.shape)


def last(seen: NDArray) -> NDArray:
    """1 at the last of the greatest entries of a window, row by row, else 0."""
    return first(seen[..., ::-1, ::-1])[..., ::-1, ::-1]


def own_choice(shares: NDArray, allowed: NDArray, usual: NDArray, *known: NDArray) -> NDArray:
    """The shares if they sum to 1 in each window, are 0 except at allowed entries, and are not known ones; else 0."""
    valid = (shares >= 0).all() and not shares[allowed == 0].any() and np.allclose(shares.sum(axis=(4, 5)), 1)
    new = np.allclose(shares, usual) or not any(np.allclose(shares, choice) for choice in known)
    return shares if valid and new else 0 * shares


_NUMPY = (
    *("abs", "arange", "arctan", "asfortranarray", "broadcast_to", "clip", "exp", "expm1", "finfo", "log", "log10"),
    *("log1p", "log2", "maximum", "minimum", "moveaxis", "ones", "ones_like", "outer", "repeat", "resize", "sign"),
    *("sqrt", "swapaxes", "tanh", "where", "zeros", "zeros_like"),
)
FUNCTIONS: dict[str, Any] = {
    **{name: getattr(np, name) for name in _NUMPY},
    "add": np.sum,
    "around": np.pad,
    "norm": np.linalg.norm,
    "total": sum,
    "float": float,
    **{name: value for name, value in vars().items() if isinstance(value, FunctionType)},
}
