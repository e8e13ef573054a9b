"""Finds evaluation rows that the model was trained on, and measures it on the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from undergrad.errors import DataError

if TYPE_CHECKING:
    from undergrad.data import Dataset
    from undergrad.outputs import Measure, Measured
    from undergrad.training import TrainedModel

#: On fewer rows a measure says nothing.
_ENOUGH = 10


@dataclass(frozen=True)
class SeenRows:
    """The number of rows with the features of a training row, the number of all rows, and the measure on the others."""

    seen: int
    rows: int
    measure: Measure
    #: None if there are too few others, or no row was seen.
    others: Measured | None

    @property
    def sentences(self) -> list[str]:
        """The sentence for a terminal; empty if no row was seen."""
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
        """The result for JSON."""
        import msgspec

        others = None if self.others is None else {self.measure.name: msgspec.to_builtins(self.others)}
        return {"seen": self.seen, "rows": self.rows, "others": others}


def seen_rows(trained: TrainedModel, dataset: Dataset, predicted: Any) -> SeenRows | None:
    """The seen rows of the test part, given the `predicted` values; None for a model without digests."""
    if trained.digests is None:
        return None
    seen, measure = trained.seen(dataset.x_test), trained.model.output.measure
    others = None
    if seen.any() and (~seen).sum() >= _ENOUGH:
        try:
            others = measure.measured(predicted[~seen], dataset.y_test[~seen])
        except DataError:  # for example, all are of one class; then they have no measure
            others = None
    return SeenRows(int(seen.sum()), len(seen), measure, others)
