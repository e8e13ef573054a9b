"""Networks, data and settings that engines are compared on: drawn from whatever texts can say."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from undergrad import Architecture
from undergrad.data import Scaling
from undergrad.engines import Engine, make_engine
from undergrad.errors import ShapeError
from undergrad.layers import ACTIVATIONS
from undergrad.layers.windows import places
from undergrad.model import ClassifierModel
from undergrad.optimizers import parse_optimizer
from undergrad.outputs import output_named

#: The engine that is held to the textbook: all tests of this folder ask `make_engine` for it.
ENGINE = "cpu"
TEXTBOOK = "reference"

#: How far an engine in a dtype may be from the textbook in float64 after a step, relative to an array's norm.
TOLERANCES = {"float32": 1e-5, "float64": 1e-12}


@dataclass(frozen=True)
class Problem:
    """A training, so written that a failure's text says all of it."""

    layers: str
    shape: tuple[int, ...]
    output: str = "classes"
    #: How many classes, labels or numbers.
    width: int = 3
    optimizer: str = "sgd"
    learning_rate: float = 0.05
    reg_lambda: float = 0.0
    clip_norm: float = 0.0
    n: int = 23
    batch_size: int = 8
    #: Whether x are uint8, else float32.
    pixels: bool = True
    #: Whether the training takes some of the rows in another order, else all of them in their own.
    permuted: bool = True
    seed: int = 0

    def model(self, dtype: Any = "float64") -> ClassifierModel:
        """A new one, always the same: its numbers are float32's, and none is 0 or 1 throughout."""
        rng = np.random.default_rng(self.seed)
        output = output_named(self.output)
        model = Architecture.parse(self.layers).build(self.shape, self.width, output=output, rng=rng)
        for key, array in model.arrays().items():
            if not key.endswith((".W", ".w")):
                array += 0.3 * rng.standard_normal(array.shape)
            if key.endswith("variance"):
                np.abs(array, out=array)
        return as_type(as_type(model, np.float32), dtype)

    @functools.cached_property
    def x(self) -> np.ndarray:
        rng = np.random.default_rng([self.seed, 1])
        if self.pixels:
            return rng.integers(0, 256, (self.n, *self.shape), dtype=np.uint8)
        return rng.normal(3, 2, (self.n, *self.shape)).astype(np.float32)

    @functools.cached_property
    def labels(self) -> np.ndarray:
        """As data hold them: (n,), or (n, width)."""
        rng = np.random.default_rng([self.seed, 2])
        if (target := output_named(self.output).target) == "classes":
            return rng.integers(0, self.width, self.n)
        shape = (self.n,) if self.width == 1 and target == "numbers" else (self.n, self.width)
        if target == "labels":
            return rng.integers(0, 2, shape)
        return rng.poisson(2.0, shape).astype(np.float64) if self.output == "poisson" else rng.standard_normal(shape)

    @functools.cached_property
    def rows(self) -> np.ndarray | None:
        return (
            np.random.default_rng([self.seed, 3]).permutation(self.n)[: max(2, self.n - 3)] if self.permuted else None
        )

    @property
    def scaling(self) -> Scaling:
        return Scaling.of(self.x)

    @property
    def steps(self) -> dict[str, Any]:
        """What `train_epoch` takes besides the data."""
        names = ("batch_size", "learning_rate", "reg_lambda")
        return {name: getattr(self, name) for name in names}

    def engine(
        self, model: ClassifierModel, dtype: Any, name: str | None = None, scaling: Scaling | None = None
    ) -> Engine:
        """The engine under test, or that of the `name`, for the `model`, whose arrays are of that dtype."""
        optimizer = parse_optimizer(self.optimizer)
        arguments = (model, scaling or self.scaling, self.width, dtype, None, optimizer, self.clip_norm, self.seed)
        return make_engine(name or ENGINE, *arguments)

    def epoch(self, engine: Engine, epoch: int) -> float:
        """The mean loss of an epoch of the training."""
        return engine.train_epoch(self.x, self.labels, rows=self.rows, epoch=epoch, **self.steps)

    def trained(self, dtype: Any, name: str | None = None, *, epochs: int = 2) -> tuple[Engine, list[float]]:
        """An engine after so many epochs, and the mean loss of each."""
        engine = self.engine(self.model(dtype), dtype, name)
        return engine, [self.epoch(engine, epoch) for epoch in range(1, epochs + 1)]


def as_type(model: ClassifierModel, dtype: Any) -> ClassifierModel:
    """The model, its arrays new ones of that dtype."""
    model.set_arrays({key: array.astype(dtype) for key, array in model.arrays().items()})
    return model


def arrays_of(engine: Engine) -> dict[str, np.ndarray]:
    """All that a training leaves behind, by names: of the model, and of the optimizer, as `fc1.W velocity`."""
    memories = engine.state.memories.items()
    gathered = {f"{name} {key}": array for name, memory in memories for key, array in memory.items()}
    return dict(engine.model.arrays()) | gathered


def bits(engine: Engine) -> dict[str, bytes]:
    """The same, to the last bit."""
    return {name: array.tobytes() for name, array in arrays_of(engine).items()}


#: A conv's and a pool's size, stride and pad.
_CONV = [(size, stride, pad) for size in range(1, 6) for stride in (1, 2) for pad in (0, 1, 2)]
_POOL = [(size, stride, 0) for size in (1, 2, 3) for stride in (1, 2, 3, 4)]
_ALPHAS = {"leaky_relu": (0.0, 0.1, 0.5, 1.0), "elu": (0.0, 0.5, 1.0, 2.0)}


def _fitting(windows: list[tuple[int, int, int]], sizes: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Those of them that lie evenly on images of these sizes."""

    def fits(window: tuple[int, int, int]) -> bool:
        try:
            return min(places(sizes, *window)) > 0
        except ShapeError:
            return False

    return [window for window in windows if fits(window)]


@st.composite
def _layer(draw: Any, shape: tuple[int, ...], *, normed: bool) -> str:
    """The text of a layer that takes samples of that shape."""
    of_images, of_both = ["conv", "conv", "pool"], ["dropout", *ACTIVATIONS]
    words = [*(of_images if len(shape) == 3 else ["fc", "fc"]), *of_both]
    word = draw(st.sampled_from([*words, "batch_norm"] if normed else words))
    if word == "fc":
        return f"fc({draw(st.integers(1, 9) | st.integers(1, 40))})"
    if word == "conv":
        size, stride, pad = draw(st.sampled_from(_fitting(_CONV, shape[1:])))
        return f"conv({draw(st.integers(1, 9))}, {size}, stride={stride}, pad={pad})"
    if word == "pool":
        size, stride, _ = draw(st.sampled_from(_fitting(_POOL, shape[1:])))
        return f"pool({size}, stride={stride})"
    if word == "dropout":
        return f"dropout({draw(st.sampled_from((0.0, 0.2, 0.5, 0.8)))})"
    if word == "batch_norm" and draw(st.booleans()):
        return f"batch_norm(momentum={draw(st.sampled_from((0.0, 0.5, 1.0)))}, epsilon=0.001)"
    if word in _ALPHAS and draw(st.booleans()):
        return f"{word}(alpha={draw(st.sampled_from(_ALPHAS[word]))})"
    return word


@st.composite
def _networks(draw: Any, *, normed: bool) -> tuple[tuple[int, ...], str]:
    """The shape of a sample, and a text: layers of images and of rows in any order that fits."""
    sizes = st.integers(2, 9)
    images = st.tuples(st.integers(1, 5), sizes, sizes)
    shape = draw(st.one_of(images, images, st.tuples(sizes, sizes), st.tuples(st.integers(1, 40))))
    texts: list[str] = []
    # A sample (H, W) is an image of one channel.
    now = (1, *shape) if len(shape) == 2 else shape
    for rows in (False, True):
        for _ in range(draw(st.integers(0, 5 if not rows else 4))):
            if rows and len(now) == 3:
                now = (draw(st.integers(1, 20)),)
                texts.append(f"fc({now[0]})")
            texts.append(draw(_layer(now, normed=normed)))
            now = _behind(texts, shape)
    while texts and texts[-1].startswith("fc"):
        texts.pop()
    return shape, ", ".join(texts)


def _behind(texts: list[str], shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a sample behind the layers; an image's with its channels."""
    # The last layer, which is added, must not be the second of two fully connected ones.
    behind = Architecture.parse(", ".join([*texts, "tanh"])).places(shape, 1)[-2].shapes.output
    return (1, *behind) if len(behind) == 2 else behind


_SHARES = st.sampled_from((0.0, 0.5, 0.9, 0.99))
_EPSILONS = st.sampled_from((1e-10, 1e-8, 1e-4, 1e-2))
_ADAM = st.builds("beta_1={}, beta_2={}, epsilon={}".format, _SHARES, st.sampled_from((0.0, 0.9, 0.999)), _EPSILONS)
#: Texts of every optimizer.
OPTIMIZERS = st.one_of(
    st.just("sgd"),
    st.builds("sgd(momentum={})".format, _SHARES),
    st.builds("sgd(momentum={}, nesterov=True)".format, _SHARES),
    st.builds("adagrad(epsilon={})".format, _EPSILONS),
    st.builds("rmsprop(gamma={}, epsilon={})".format, _SHARES, _EPSILONS),
    st.builds("adam({})".format, _ADAM),
    st.builds("adam({}, epsilon_hat=True)".format, _ADAM),
    st.builds("adamw({}, weight_decay={})".format, _ADAM, st.sampled_from((0.0, 0.01, 0.5))),
)
#: Texts of every output.
OUTPUTS = st.sampled_from(
    ("classes", "logistic", "labels", "regression", "absolute", "huber", "huber(delta=0.2)", "poisson")
)


@st.composite
def problems(draw: Any, *, optimizers: st.SearchStrategy[str] = OPTIMIZERS) -> Problem:
    """Networks of every layer with every output, on data and with settings of every kind."""
    batch_size = draw(st.integers(1, 20))
    # A feature of a single row has no variance.
    shape, layers = draw(_networks(normed=batch_size > 1))
    output = draw(OUTPUTS)
    return Problem(
        layers,
        shape,
        output,
        width=2 if output == "logistic" else draw(st.integers(2 if output == "classes" else 1, 6)),
        optimizer=draw(optimizers),
        learning_rate=draw(st.floats(1e-3, 0.05)),
        reg_lambda=draw(st.sampled_from((0.0, 1e-4, 0.1))),
        clip_norm=draw(st.sampled_from((0.0, 0.0, 0.3, 30.0))),
        n=draw(st.integers(5, 40)),
        batch_size=batch_size,
        pixels=draw(st.booleans()),
        permuted=draw(st.booleans()),
        seed=draw(st.integers(0, 2**32 - 1)),
    )
