"""`undergrad export`: writes a trained model in another program's format."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.model import add_model, model_file
from undergrad.cli.printing import say

if TYPE_CHECKING:
    from undergrad.training import TrainedModel


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export",
        parents=[parent],
        help="write a trained model as ONNX",
        description="Write a trained model as an ONNX model, which takes raw samples and needs no undergrad to run.",
    )
    add_model(parser)
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="FILE", help="the file to write; its name ends in .onnx"
    )
    parser.add_argument(
        "--dtype",
        metavar="NAME",
        help="precision of its computation: float32 or float64 (default: that of the weights)",
    )
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.errors import UsageError
    from undergrad.exports import to_onnx

    if args.out.suffix.lower() != ".onnx":
        raise UsageError(
            f"--out must end in .onnx, not {args.out}; PyTorch modules are made by undergrad.exports.to_torch"
        )
    graph = to_onnx(_textbook_model(model_file(args.model)), args.out, dtype=args.dtype).graph
    outputs = ", ".join(output.name for output in graph.output)
    [source] = graph.input
    shape = ", ".join(size.dim_param or str(size.dim_value) for size in source.type.tensor_type.shape.dim)
    say(f"Wrote {args.out}: from {source.name} ({shape}) to {outputs}")
    return 0


def _textbook_model(path: Path) -> TrainedModel:
    """The model in the file. ModelError as from `load_model`, and if it has the user's own layers."""
    from undergrad.errors import ModelError
    from undergrad.layers import LAYERS
    from undergrad.training import load_model
    from undergrad.training.model_file import read_model

    about = read_model(path).about
    textbook = {kind.__name__ for kind in LAYERS.values()}
    own = about.own or tuple(kind for _, kind in about.names if kind not in textbook)
    if own:
        raise ModelError(
            f"{path} was trained with the user's own layers ({', '.join(own)}); only the textbook's can be exported"
        )
    return load_model(path)
