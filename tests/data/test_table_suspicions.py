"""What a table may have that its owner did not mean is said, and nothing is said of others."""

from __future__ import annotations

import numpy as np
import pytest

from undergrad.data import load_table

RNG = np.random.default_rng(0)
SIZES = RNG.normal(5, 2, 90).round(3).tolist()
CITIES = [("Bonn", "Ulm", "Jena")[k] for k in RNG.integers(0, 3, 90)]


@pytest.fixture
def said(tmp_path, caplog):
    """What is said of a table with these columns, of which the last is the target."""

    def load(**columns):
        path = tmp_path / "t.csv"
        lines = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
        path.write_text("\n".join([",".join(columns), *lines]), "utf-8")
        caplog.clear()
        load_table(path, target=list(columns)[-1])
        return [message.removeprefix(f"{path}: ") for message in caplog.messages]

    return load


@pytest.mark.parametrize("word", ["Total", "SUMME", "합계", "Sum:"])
def test_a_last_row_of_totals_is_said(said, word):
    kinds = [("a", "b")[k % 2] for k in range(90)]
    [sentence] = said(city=[*CITIES, word], size=[*SIZES, sum(SIZES)], kind=[*kinds, "a"])
    assert sentence == (
        f"line 92, the last row, has {word!r} in column 'city': it seems to be the sum of the others; remove it"
    )
    assert said(city=[word, *CITIES, word], size=[1, *SIZES, 2], kind=["a", *kinds, "a"]) == []
    assert said(city=[*CITIES, "Toledo"], size=[*SIZES, 2], kind=[*kinds, "a"]) == []


def test_a_category_that_alone_tells_the_class_is_said(said):
    kinds = [city[0].lower() for city in CITIES]
    [sentence] = said(city=CITIES, size=SIZES, kind=kinds)
    assert sentence == (
        "column 'city' alone tells 'kind' (each of its categories has one class only): is it made of it? "
        "--column city=drop leaves it out"
    )
    assert said(city=CITIES, size=SIZES, kind=[*reversed(kinds)]) == []
    assert said(city=CITIES[:15], size=SIZES[:15], kind=kinds[:15]) == []  # by chance, perhaps


def test_a_number_that_alone_tells_the_number_is_said(said):
    prices = [f"{-1.1 * size + 3:.4f}" for size in SIZES]
    sentences = said(usd=SIZES, city=CITIES, eur=prices)
    assert sentences[1:] == [
        "column 'usd' alone tells 'eur' (correlation -1.0000): is it made of it? --column usd=drop leaves it out"
    ]
    noisy = [size + RNG.normal(0, 0.3) for size in SIZES]
    assert len(said(usd=SIZES, city=CITIES, eur=noisy)) == 1
