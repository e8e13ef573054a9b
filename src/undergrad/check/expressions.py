"""The functions that the expressions of contracts may use."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import numpy as np

from undergrad.sandbox.worker.script import NDArray


def sigmoid(z: NDArray) -> NDArray:
    """1 / (1 + e^-z)."""
    share: NDArray = 1 / (1 + np.exp(-z))
    return share


def softmax(x: NDArray, axis: int | None = 1) -> NDArray:
    """The shares of e^x along an axis, or of all entries."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    shares: NDArray = e / e.sum(axis=axis, keepdims=True)
    return shares


def share(new: NDArray, old: NDArray, added: NDArray) -> float:
    """The share of old with which share * old + (1 - share) * added is nearest to new."""
    return float(np.sum((old - added) * (new - added)) / np.sum((old - added) ** 2))


def confusion(labels: NDArray, predicted: NDArray, count: int) -> NDArray:
    """How many samples of each class, downwards, were called each class, to the right."""
    table: NDArray = onehot(labels, count).T @ onehot(predicted, count)
    return table


def by_feature(x: NDArray) -> NDArray:
    """A row for each sample or, of images, for each place in one; a column for each feature."""
    return np.moveaxis(x, 1, -1).reshape(-1, x.shape[1])


def as_images(rows: NDArray, shape: tuple[int, ...]) -> NDArray:
    """What `by_feature` made of an array of that shape, in its shape."""
    return np.moveaxis(rows.reshape(shape[0], *shape[2:], shape[1]), -1, 1)


def beside_root(out: NDArray, x: NDArray, gamma: NDArray, beta: NDArray, mean: NDArray, variance: NDArray) -> float:
    """What stands beside the root of the variance in gamma (x - mean) / (sqrt(variance) + it) + beta = out.

    It is one small number for all features, to four digits, or nothing: 0. A number inside the root would add less
    where the variance is greater.
    """
    if variance.size != x.shape[1]:  # of samples, by mistake
        return 0.0
    size, shown = (np.linalg.norm(rows, axis=0) for rows in (by_feature(x) - mean, by_feature(out) - beta))
    there = (size > 0) & (shown > 0)
    added = (abs(gamma[there]) * size[there] / shown[there]) - np.sqrt(variance.reshape(-1)[there])
    one = added.size > 1 and added.min() > 1e-9 and added.max() < min(1e-2, (1 + 1e-4) * added.min())
    return float(added.mean()) if one else 0.0


def rows(e: NDArray) -> NDArray:
    """Each row divided by its sum."""
    shares: NDArray = e / e.sum(axis=1, keepdims=True)
    return shares


def without(right: NDArray, axis: int, place: int) -> NDArray:
    """The same with 0 for what is in one place on an axis."""
    rest = right.copy()
    np.moveaxis(rest, axis, 0)[place] = 0
    return rest


def onehot(classes: NDArray, count: int) -> NDArray:
    """A row with one 1 for each class number."""
    encoded: NDArray = np.eye(count)[classes]
    return encoded


def labels(y_hat: NDArray) -> NDArray:
    """One-hot labels: of every second sample the most likely class, of the others another one."""
    size, count = y_hat.shape
    best = y_hat.argmax(axis=1)
    steps = np.where(np.arange(size) % 2, 1 + np.arange(size) // 2 % (count - 1), 0)
    return onehot((best + steps) % count, count)


def windows(x: NDArray, k: int, stride: int) -> NDArray:
    """(N, C, P, Q, k, k): the windows of images (N, C, H, W)."""
    every = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
    return every[:, :, ::stride, ::stride]


def correlate(seen: NDArray, w: NDArray) -> NDArray:
    """(N, F, P, Q): filters (F, C, k, k) laid on windows."""
    out: NDArray = np.moveaxis(np.tensordot(seen, w, ((1, 4, 5), (1, 2, 3))), -1, 1)
    return out


def weigh(d: NDArray, seen: NDArray) -> NDArray:
    """(F, C, k, k): windows, each multiplied by its d (N, F, P, Q), added up."""
    summed: NDArray = np.tensordot(d, seen, ((0, 2, 3), (0, 2, 3)))
    return summed


def back(d: NDArray, w: NDArray) -> NDArray:
    """(N, C, P, Q, k, k): filters, each multiplied by its d (N, F, P, Q), added up."""
    products: NDArray = np.moveaxis(np.tensordot(d, w, (1, 0)), 3, 1)
    return products


def folded(seen: NDArray, shape: tuple[int, ...], stride: int) -> NDArray:
    """Images to which windows are added where they come from."""
    images = np.zeros(shape)
    _, _, down, right, k, _ = seen.shape
    for i, j in np.ndindex(k, k):
        images[:, :, i : i + stride * down : stride, j : j + stride * right : stride] += seen[..., i, j]
    return images


def overwritten(
    seen: NDArray, shape: tuple[int, ...], stride: int, *, by_entry: bool = False, where: NDArray | None = None
) -> NDArray:
    """Images into which windows are written, one after the other or entry by entry; what is there is lost.

    Only the entries that are not 0 in `where` are written.
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
    """Images with zeros in a border."""
    return np.pad(inner(images, width), ((0, 0), (0, 0), (width, width), (width, width)))


def greatest(seen: NDArray) -> NDArray:
    """1 at every greatest entry of a window, else 0."""
    return np.where(seen == seen.max(axis=(4, 5), keepdims=True), 1.0, 0.0)


def first(seen: NDArray) -> NDArray:
    """1 at the first of the greatest entries of a window, row by row, else 0."""
    flat = seen.reshape(*seen.shape[:4], -1)
    return onehot(flat.argmax(axis=-1), flat.shape[-1]).reshape(seen.shape)


def last(seen: NDArray) -> NDArray:
    """1 at the last of them."""
    return first(seen[..., ::-1, ::-1])[..., ::-1, ::-1]


def own_choice(shares: NDArray, allowed: NDArray, usual: NDArray, *known: NDArray) -> NDArray:
    """Shares of 1 in each window, if only allowed entries have any, and they are not those that are known; else 0."""
    fair = (shares >= 0).all() and not shares[allowed == 0].any() and np.allclose(shares.sum(axis=(4, 5)), 1)
    other = np.allclose(shares, usual) or not any(np.allclose(shares, choice) for choice in known)
    return shares if fair and other else 0 * shares


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
