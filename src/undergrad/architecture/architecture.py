"""What a network is: layers in order, between the data and the output."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from undergrad.architecture.table import arguments_of, as_text, bound, drawn_by, kind_named
from undergrad.errors import ShapeError, UsageError
from undergrad.layers import LAYERS, Activation, FCLayer, Layer, is_in_table
from undergrad.layers.base import Shape, Shapes
from undergrad.layers.outline import Row
from undergrad.model import ClassifierModel
from undergrad.notation.arguments import Arguments
from undergrad.notation.calls import parse_calls
from undergrad.outputs import CLASSES, Output


@dataclass(frozen=True)
class Element:
    """A layer of the network before it is made: its class and its arguments.

    >>> element = Architecture.parse("fc(8), leaky_relu(alpha=0.2)").elements[1]
    >>> element.word, element.arguments, element.is_activation
    ('leaky_relu', (('alpha', 0.2),), True)
    """

    #: The layer's class: one of the textbook's, or one's own.
    kind: type[Any]
    #: What a text says of it, by name and value: `(("output_dim", 128),)`. What follows from its input is not there.
    arguments: Arguments = ()

    @property
    def word(self) -> str:
        """What the text calls it; of a class of one's own, its name."""
        return getattr(self.kind, "word", "") or self.kind.__name__.lower()

    @property
    def is_activation(self) -> bool:
        """Whether it is an activation function of the textbook."""
        return issubclass(self.kind, Activation)

    def __str__(self) -> str:
        return as_text(self.kind, self.word, self.arguments)


@dataclass(frozen=True)
class Place:
    """A layer in its place: its name in the model, and the shapes of one sample before and behind it.

    >>> place = Architecture.parse("fc(8), relu").places((6, 6), outputs=4)[0]
    >>> place.name, place.gets, place.shapes.output, place.shapes.parameters, place.size
    ('fc1', (6, 6), (8,), {'W': (36, 8), 'b': (8,)}, 296)
    """

    #: Its word and its number among those of the same word: `fc1`.
    name: str
    #: What the layer is.
    element: Element
    #: The shape of one sample that comes to it, without the batch's axis.
    gets: Shape
    #: `output`, the shape of one sample behind it, and `parameters`, that of each array that it learns, by its name.
    shapes: Shapes

    @property
    def size(self) -> int:
        """How many numbers it learns."""
        return sum(map(math.prod, self.shapes.parameters.values()))

    @property
    def work(self) -> int:
        """How many numbers it keeps of one sample from its forward to its backward."""
        return math.prod(self.shapes.output) if self.shapes.work is None else self.shapes.work


@dataclass(frozen=True)
class Architecture:
    """The hidden layers of a network, in order; the last fully connected layer and the softmax follow from the data.

    `str(architecture)` is the canonical text: equal networks have equal texts. UsageError where the last of the
    `elements` is a fully connected layer, since that one is added.

    >>> architecture = Architecture.parse("fc(128), relu, fc(64), tanh")
    >>> architecture.hidden, architecture.activation
    ((128, 64), 'relu, tanh')
    >>> architecture.skeleton
    'fc(128), {activation}, fc(64), {activation}'
    """

    #: The hidden layers and activation functions, from the input on.
    elements: tuple[Element, ...] = ()

    def __post_init__(self) -> None:
        if self.elements and self.elements[-1].kind is FCLayer:
            raise UsageError(
                "the last layer is added for you, with one output for each class; "
                f"leave {self.elements[-1]} at the end out"
            )

    @classmethod
    def parse(cls, text: str) -> Architecture:
        """The network that the text describes. UsageError, one sentence that names the place, where it describes none.

        >>> str(Architecture.parse("fc( output_dim=128 ),relu"))
        'fc(128), relu'
        """
        if not isinstance(text, str):
            raise UsageError(f"layers must be a text like 'fc(128), relu', not {text!r}")
        return _parsed(text)

    @classmethod
    def of(cls, model: ClassifierModel) -> Architecture | None:
        """The architecture of a model, where a text can say it: each layer is exactly of a class that has a word.

        None for any other, for one that does not end in a fully connected layer, and for two of them at the end.
        """
        layers = list(model.layers.values())
        ends_in_fc = layers and type(layers[-1]) is FCLayer and type(model.output_layer) is model.output.layer
        if not ends_in_fc or not all(map(is_in_table, layers)):
            return None
        try:
            return cls(tuple(Element(type(layer), arguments_of(layer, type(layer))) for layer in layers[:-1]))
        except UsageError:  # two fully connected layers at the end
            return None

    @classmethod
    def like(cls, model: ClassifierModel) -> Architecture | None:
        """The architecture of a model whose classes have the names of the textbook's; None where there is none.

        Of one that was built from a text it is that, since layers of one's own need not keep their arguments.
        """
        if model.built_from is not None and (built := cls._still(model)) is not None:
            return built
        kinds = {kind.__name__: kind for kind in LAYERS.values()}
        named = [(kinds.get(type(layer).__name__), layer) for layer in model.layers.values()]
        if not named or named[-1][0] is not FCLayer or not all(kind for kind, _ in named):
            return None
        texts = (str(Element(cast(Any, kind), arguments_of(layer, kind))) for kind, layer in named[:-1])
        try:
            return cls.parse(", ".join(texts))
        except UsageError:
            return None

    @classmethod
    def _still(cls, model: ClassifierModel) -> Architecture | None:
        """What the model was built from, where a text can say it and no layer was exchanged for one of another name."""
        try:
            built = cls.parse(str(model.built_from))
        except UsageError:  # a class of one's own has no word in a text
            return None
        names = [*(element.kind.__name__ for element in built.elements), FCLayer.__name__]
        return built if names == [type(layer).__name__ for layer in model.layers.values()] else None

    def __str__(self) -> str:
        return ", ".join(map(str, self.elements))

    @property
    def hidden(self) -> tuple[int, ...]:
        """The widths of the hidden fully connected layers."""
        return tuple(dict(element.arguments)["output_dim"] for element in self.elements if element.kind is FCLayer)

    @property
    def activation(self) -> str:
        """The activation functions, each once; empty where there is none."""
        return ", ".join(dict.fromkeys(str(element) for element in self.elements if element.is_activation))

    @property
    def skeleton(self) -> str:
        """The text with a hole for each activation function: what networks share that differ in those alone."""
        return ", ".join("{activation}" if element.is_activation else str(element) for element in self.elements)

    def places(self, sample_shape: Shape, outputs: int) -> tuple[Place, ...]:
        """Every layer with its name and shapes, for samples of `sample_shape` and so many `outputs`.

        The last fully connected layer is among them, the output's own is not. Nothing is allocated. A class that
        is no `Layer` is taken to keep a sample's shape and to learn nothing.

        ShapeError, one sentence, names the first layer that does not fit, what it gets, and what would.
        """
        return tuple(self._placed(tuple(sample_shape), outputs))

    def _placed(self, shape: Shape, outputs: int) -> Iterator[Place]:
        counts: Counter[str] = Counter()
        before = "the data"
        for element in (*self.elements, Element(FCLayer, (("output_dim", outputs),))):
            counts[element.word] += 1
            name = f"{element.word}{counts[element.word]}"
            try:
                shapes = element.kind.shapes(shape, **dict(element.arguments)) if _is_layer(element) else Shapes(shape)
            except ShapeError as error:
                arriving = " x ".join(map(str, shape))
                raise ShapeError(
                    f"layer {name} does not fit: {element} gets {arriving} from {before}, and {error}"
                ) from error
            yield Place(name, element, shape, shapes)
            shape, before = shapes.output, str(element)

    def build(
        self,
        sample_shape: Shape,
        classes: int,
        *,
        output: Output = CLASSES,
        rng: np.random.Generator | None = None,
        dtype: Any = np.float64,
        own: Mapping[str, Callable[..., Any]] | None = None,
    ) -> ClassifierModel:
        """A model for samples of `sample_shape`, (28, 28) say, and data of so many classes: NumPy arrays of `dtype`.

        They are drawn from `rng` in the order of the layers, or from NumPy's global state without it. `own` has what
        makes layers in the places of the textbook's, by their words, "softmax" among them; each is called with the
        textbook's arguments by position. ShapeError as in `places`; ModelError where a layer of `own` lacks a method.

        >>> model = Architecture.parse("fc(8), relu").build((6, 6), 4, rng=np.random.default_rng(0))
        >>> [(name, array.shape) for name, array in model.parameters().items()]
        [('fc1.W', (36, 8)), ('fc1.b', (8,)), ('fc2.W', (8, 4)), ('fc2.b', (4,))]
        """
        own = own or {}
        model = ClassifierModel(output)
        model.sample_shape = tuple(sample_shape)
        for place in self.places(sample_shape, output.outputs(classes)):
            model.add_layer(place.name, _made(place, own.get(place.element.word), rng, dtype))
        make_end: Callable[[], Any] = own.get(output.layer_name, output.make_layer)
        model.add_layer(output.layer_name, make_end())
        model.built_from = str(self)
        return model

    def summary(self, sample_shape: Shape, classes: int, output: Output = CLASSES) -> list[Row]:
        """A row for each layer, the output's included. ShapeError as in `places`.

        >>> Architecture.parse("fc(8), relu").summary((6, 6), 4)[0].cells
        ('fc1', 'fc(8)', '8', '296')
        """
        outputs = output.outputs(classes)
        places = self.places(sample_shape, outputs)
        rows = [Row(place.name, str(place.element), place.shapes.output, place.size) for place in places]
        return [*rows, Row(output.layer_name, output.layer_name, (outputs,), 0)]


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> Architecture:
    calls = parse_calls(text, "layers")
    return Architecture(tuple(Element(kind_named(call.name), bound(call)) for call in calls))


def _is_layer(element: Element) -> bool:
    return issubclass(element.kind, Layer)


def _made(place: Place, own: Callable[..., Any] | None, rng: np.random.Generator | None, dtype: Any) -> Any:
    element = place.element
    arguments = dict(element.arguments)
    if not _is_layer(element):
        return element.kind(**arguments)
    sizes = element.kind.sized_by(place.gets)
    if own is not None:
        return own(*sizes.values(), *arguments.values())
    drawing = {"rng": rng, "dtype": dtype, "scaled": True}
    return element.kind(**sizes, **arguments, **{name: drawing[name] for name in drawn_by(element.kind)})
