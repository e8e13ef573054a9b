"""Rows to evaluate a model on that it was trained on: how many there are, and what it is worth on the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from undergrad.errors import DataError

if TYPE_CHECKING:
    from undergrad.data import Dataset
    from undergrad.outputs import Measure, Measured
    from undergrad.training import TrainedModel

#: Of fewer rows a measure says nothing.
_ENOUGH = 10


@dataclass(frozen=True)
class SeenRows:
    """How many rows of how many have the features of a training row, and the measure of the others."""

    seen: int
    rows: int
    measure: Measure
    #: None where there are too few others, or none was seen.
    others: Measured | None

    @property
    def sentences(self) -> list[str]:
        """What is said on a terminal; nothing where no row was seen."""
        if not self.seen:
            return []
        has = "row has the features of a row" if self.seen == 1 else "rows have the features of rows"
        what = (
            f"{self.seen:,} of {self.rows:,} {has} that the model was trained on: what is measured on these says "
            "little about new rows"
        )
        if self.others is None:
            return [what]
        return [
            what,
            f"on the other {self.others.n:,} rows: {self.measure.words['en']} {self.measure.shown(self.others)}",
        ]

    @property
    def fields(self) -> dict[str, Any]:
        """The same for JSON."""
        import msgspec

        others = None if self.others is None else {self.measure.name: msgspec.to_builtins(self.others)}
        return {"seen": self.seen, "rows": self.rows, "others": others}


def seen_rows(trained: TrainedModel, dataset: Dataset, predicted: Any) -> SeenRows | None:
    """What there is to say of the test part, of which `predicted` was; None for a model that knows no row again."""
    if trained.digests is None:
        return None
    seen, measure = trained.seen(dataset.x_test), trained.model.output.measure
    others = None
    if seen.any() and (~seen).sum() >= _ENOUGH:
        try:
            others = measure.measured(predicted[~seen], dataset.y_test[~seen])
        except DataError:  # they are of one class, say: then there is nothing to tell of them
            others = None
    return SeenRows(int(seen.sum()), len(seen), measure, others)
