"""The record of an epoch, and its form on disk: JSON lines, one epoch a line."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one epoch came to.

    `cross_entropy` is the mean over the epoch's samples, each before its batch's update; `loss` adds the L2 term of the
    weights at the epoch's end. Accuracies are shares of 1, measured after the epoch. `seconds` covers training, both
    accuracies and the watch.
    """

    epoch: int
    loss: float
    cross_entropy: float
    train_accuracy: float
    val_accuracy: float
    seconds: float


def to_lines(history: Iterable[Epoch]) -> bytes:
    """JSON lines of `history`."""
    return msgspec.json.Encoder().encode_lines(history)


def from_lines(data: bytes) -> list[Epoch]:
    """The history in JSON lines. Raises msgspec.ValidationError or DecodeError for anything else."""
    return msgspec.json.Decoder(Epoch).decode_lines(data)


def best_of(history: Iterable[Epoch]) -> Epoch:
    """The epoch with the best validation accuracy; of equal ones, the earliest."""
    return max(history, key=lambda epoch: (epoch.val_accuracy, -epoch.epoch))
