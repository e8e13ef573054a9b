"""The networks that the options of `undergrad train` describe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import number_changes
from undergrad.cli.table_options import output_of

if TYPE_CHECKING:
    from undergrad.data import Dataset
    from undergrad.experiments import Network


def network_of(args: argparse.Namespace, words: dict[str, Any], numbers: dict[str, Any]) -> Network:
    """The network that the options describe; `words` and `numbers` are the defaults."""
    from undergrad.experiments import Network
    from undergrad.experiments.spec import described

    own = {key: value for key in ("layers", "hidden", "activation") if (value := getattr(args, key)) is not None}
    words = own if "layers" in own else {**words, **own}
    numbers = {**numbers, "output": output_of(args, numbers.get("output", "classes"))}
    return Network(**described(words, where="the command"), **{**numbers, **number_changes(args)})


def networks_for(args: argparse.Namespace, dataset: Dataset) -> tuple[Network, ...]:
    """The network for a table, and one without hidden layers to compare it with."""
    from dataclasses import replace

    from undergrad.experiments.networks import LINE
    from undergrad.training import table_defaults

    defaults = table_defaults(dataset)
    network = network_of(args, {"hidden": defaults.hidden}, {**defaults.numbers, "output": defaults.output})
    if not network.layers or args.answer is not None:
        return (network,)
    # Without hidden layers the loss has a single valley, and larger steps reach its bottom sooner.
    faster = min(10 * network.learning_rate, 0.1)
    return network, replace(network, name=LINE, layers="", learning_rate=faster)


def line_warnings(folder: Path) -> list[str]:
    """A sentence if the network without hidden layers is better than the other one by more than chance."""
    from undergrad.experiments import load_comparison
    from undergrad.experiments.networks import LINE

    comparison = load_comparison(folder)
    tests = {row.network: comparison.measure.text(row.test) for row in comparison.rows}
    return [
        f"{LINE}, without hidden layers, is better than {pair.second} by more than chance ({tests[LINE]} and "
        f"{tests[pair.second]}): take its model, {folder / LINE}-seed{comparison.experiment.seeds[0]}"
        for pair in comparison.differences
        if pair.first == LINE and pair.exceeds_chance
    ]


def chosen_numbers(network: Network) -> str:
    """The settings of a network for a table, in a line: layers, output, numbers that are not the homework's."""
    from undergrad.report.numbers import protocol_parts

    layers = network.layers or "no hidden layers"
    return f"{layers}; output {network.output}; {'; '.join(protocol_parts((network,), 'en'))}"
