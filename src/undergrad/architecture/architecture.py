"""The architecture of a network: layers in order, between the data and the output."""

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
    """A layer of the network before it is built: its class and its arguments.

    >>> element = Architecture.parse("fc(8), leaky_relu(alpha=0.2)").elements[1]
    >>> element.word, element.arguments, element.is_activation
    ('leaky_relu', (('alpha', 0.2),), True)
    """

    #: The layer's class: one of the textbook's, or the user's own.
    kind: type[Any]
    #: Its arguments in a text, by name and value: `(("output_dim", 128),)`, without those that follow from its input.
    arguments: Arguments = ()

    @property
    def word(self) -> str:
        """Its name in the text; for a user's own class, the class's name."""
        return getattr(self.kind, "word", "") or self.kind.__name__.lower()

    @property
    def is_activation(self) -> bool:
        """Whether it is an activation function of the textbook."""
        return issubclass(self.kind, Activation)

    def __str__(self) -> str:
        return as_text(self.kind, self.word, self.arguments)


@dataclass(frozen=True)
class Place:
    """A layer in its place: its name in the model, and the shapes of one sample before and after it.

    >>> place = Architecture.parse("fc(8), relu").places((6, 6), outputs=4)[0]
    >>> place.name, place.gets, place.shapes.output, place.shapes.parameters, place.size
    ('fc1', (6, 6), (8,), {'W': (36, 8), 'b': (8,)}, 296)
    """

    #: Its word and its number among those of the same word: `fc1`.
    name: str
    #: The layer's class and arguments.
    element: Element
    #: The shape of one input sample, without the batch's axis.
    gets: Shape
    #: `output`, the shape of one output sample, and `parameters`, the shape of each learned array, by its name.
    shapes: Shapes

    @property
    def size(self) -> int:
        """The number of learned numbers."""
        return sum(map(math.prod, self.shapes.parameters.values()))

    @property
    def work(self) -> int:
        """The numbers that it keeps for one sample from forward to backward."""
        return math.prod(self.shapes.output) if self.shapes.work is None else self.shapes.work


@dataclass(frozen=True)
class Architecture:
    """The hidden layers of a network, in order; the last fully connected layer and the softmax follow from the data.

    `str(architecture)` is the canonical text: equal networks have equal texts. UsageError if the last of the `elements`
    is a fully connected layer, since that one is added automatically.

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
        """The network that the text describes. UsageError, one sentence that names the place, if it describes none.

        >>> str(Architecture.parse("fc( output_dim=128 ),relu"))
        'fc(128), relu'
        """
        if not isinstance(text, str):
            raise UsageError(f"layers must be a text like 'fc(128), relu', not {text!r}")
        return _parsed(text)

    @classmethod
    def of(cls, model: ClassifierModel) -> Architecture | None:
        """The architecture of a model that has a text: the class of each layer is exactly one with a word.

        None for any other model, for one that does not end in a fully connected layer, or that ends in two of them.
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
        """The architecture of a model whose classes have the names of the textbook's; None for any other model.

        If the model was built from a text, it is that text's, since a user's own layers need not keep their arguments.
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
        """The architecture that the model was built from, if it has a text and no layer was replaced by another."""
        try:
            built = cls.parse(str(model.built_from))
        except UsageError:  # a user's own class has no word in a text
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
        """The distinct activation functions; empty without any."""
        return ", ".join(dict.fromkeys(str(element) for element in self.elements if element.is_activation))

    @property
    def skeleton(self) -> str:
        """The text with a hole for each activation function: equal for networks that differ only in those."""
        return ", ".join("{activation}" if element.is_activation else str(element) for element in self.elements)

    def places(self, sample_shape: Shape, outputs: int) -> tuple[Place, ...]:
        """Every layer with its name and shapes, for samples of `sample_shape` and this number of `outputs`.

        The last fully connected layer is included, the output's own layer is not. Nothing is allocated. A class that
        is no `Layer` is assumed to keep a sample's shape and to learn nothing.

        ShapeError, one sentence, names the first layer that does not fit, its input, and an input that would fit.
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
        """A model for samples of `sample_shape`, such as (28, 28), and `classes` classes, with NumPy arrays of `dtype`.

        They are drawn from `rng` in the order of the layers, or from NumPy's global state without it. `own` maps words,
        including "softmax", to functions that make layers instead of the textbook's; each is called with the textbook's
        arguments by position. ShapeError as in `places`; ModelError if a layer of `own` lacks a method.

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
        """A row for each layer, including the output's. ShapeError as in `places`.

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
