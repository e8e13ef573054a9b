"""What a solution does, observed: the zoo's own measure, which shares nothing with the checker.

`observe(module)` runs every method of the contract on fixed numbers and returns what was seen, by class and method and
aspect. `differences` compares two such records, a solution's and the textbook's.

Aspects: values; zero (ReLU at exactly 0); attributes; shapes (1-D, 4-D, a batch of one); inputs (left alone, and may be
read-only); results (of earlier calls left alone, a second call equal); second batch (of another size, and of the same);
instances (two of them are independent); extremes; float32; second softmax; printed.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

N, D, H, C = 5, 30, 7, 3
LAMBDA, RATE = 0.37, 0.3
#: Shapes with D features; 1-D and 4-D ones.
SHAPES = ((D,), (N, 2, 3, 5), (1, D))

Record = dict[tuple[str, str], dict[str, list[Any]]]


class Raised:
    """An exception in place of a value."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __repr__(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


class Recorder:
    def __init__(self) -> None:
        self.seen: Record = defaultdict(lambda: defaultdict(list))

    def __call__(self, class_name: str, method: str, aspect: str, function: Callable[[], Any]) -> None:
        try:
            value = function()
        except Exception as error:
            value = Raised(error)
        self.seen[class_name, method][aspect].append(value)


def observe(module: Any, class_name: str = "") -> Record:
    """Everything that the classes of `module`, or one of them, do, on the same numbers every time."""
    record = Recorder()
    probes = {
        "ReLU": lambda: _activation(record, "ReLU", module.ReLU, "zero_mask"),
        "Sigmoid": lambda: _activation(record, "Sigmoid", module.Sigmoid, "out"),
        "Tanh": lambda: _activation(record, "Tanh", module.Tanh, "out"),
        "FCLayer": lambda: _fc(record, module.FCLayer),
        "SoftmaxLayer": lambda: _softmax(record, module.SoftmaxLayer),
        "Norm": lambda: _norm(record, module.Norm),
        "ClassifierModel": lambda: _model(record, module),
    }
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        for probe in [probes[class_name]] if class_name else probes.values():
            probe()
    return record.seen


def differences(seen: Record, expected: Record, tolerance: float) -> dict[tuple[str, str], dict[str, tuple[Any, Any]]]:
    """By class and method, then by aspect, what was got and what expected, in the classes that were observed."""
    found: dict[tuple[str, str], dict[str, tuple[Any, Any]]] = defaultdict(dict)
    for place, aspects in expected.items():
        if place[0] not in {class_name for class_name, _ in seen}:
            continue  # not asked for
        for aspect, values in aspects.items():
            # The contract's own formula for tanh is this far off in float32 where 1 - out cancels.
            limit = max(tolerance, 1e-4) if aspect == "float32" else tolerance
            for got, want in zip(seen[place][aspect], values, strict=True):
                if not same(got, want, limit):
                    found[place][aspect] = got, want
                    break
    return found


def same(got: Any, want: Any, tolerance: float) -> bool:
    """Equal in kind, shape and dtype, and within `tolerance`."""
    if isinstance(want, Raised):
        return isinstance(got, Raised)
    if isinstance(want, tuple):
        if not isinstance(got, tuple) or len(got) != len(want):
            return False
        return all(same(g, w, tolerance) for g, w in zip(got, want, strict=True))
    if isinstance(want, np.ndarray):
        if type(got) is not np.ndarray or got.shape != want.shape or got.dtype != want.dtype:
            return False
        return bool(np.all(np.isfinite(got))) and np.allclose(got, want, rtol=tolerance, atol=tolerance)
    if isinstance(want, float):
        number = isinstance(got, (float, np.floating)) and bool(np.isfinite(got))
        return number and abs(got - want) <= tolerance * max(1, abs(want))
    return type(got) is type(want) and got == want


def _random(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _call(method: Callable[..., Any], *arrays: Any, rest: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """The result for read-only arrays, whether writable ones are unchanged, and the result for those."""
    frozen = [array.copy() for array in arrays]
    for array in frozen:
        array.flags.writeable = False
    own = [array.copy() for array in arrays]
    result = method(*own, *rest)
    unchanged = all(a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in zip(own, arrays, strict=True))
    return result, unchanged, method(*frozen, *rest)


def _activation(record: Recorder, name: str, layer: Callable[[], Any], attribute: str) -> None:
    z, d = _random(1).normal(0, 2, (2, N, D))
    z2, d2 = _random(2).normal(0, 2, (2, N + 6, D))

    def forward(array: np.ndarray) -> Any:
        return layer().forward(array.copy())

    def backward(array: np.ndarray, upstream: np.ndarray) -> Any:
        own = layer()
        own.forward(array.copy())
        return own.backward(upstream.copy(), LAMBDA)

    def kept(array: np.ndarray) -> Any:
        own = layer()
        own.forward(array.copy())
        return getattr(own, attribute)

    def forward_twice() -> Any:
        own = layer()
        first = own.forward(z.copy())
        before = first.copy()
        second = own.forward(-z)
        return np.array_equal(first, before), second

    def second_batch() -> Any:
        own = layer()
        own.forward(z.copy())
        return own.forward(z2.copy()), getattr(own, attribute)

    def second_alike() -> Any:
        own = layer()
        own.forward(z.copy())
        return own.forward(-z), getattr(own, attribute)

    def second_backward() -> Any:
        own = layer()
        own.forward(z.copy())
        own.backward(d.copy(), LAMBDA)
        own.forward(z2.copy())
        return own.backward(d2.copy(), LAMBDA)

    def instances() -> Any:
        one, other = layer(), layer()
        one.forward(z.copy())
        other.forward(z2.copy())
        return getattr(one, attribute), getattr(other, attribute)

    def backward_twice() -> Any:
        own = layer()
        out = own.forward(z.copy())
        before = out.copy()
        first, second = own.backward(d.copy(), LAMBDA), own.backward(d.copy(), LAMBDA)
        return np.array_equal(out, before), np.array_equal(first, second)

    def backward_of_frozen() -> Any:
        own = layer()
        own.forward(z.copy())
        return _call(own.backward, d, rest=(LAMBDA,))

    record(name, "forward", "values", lambda: forward(z))
    record(name, "forward", "attributes", lambda: kept(np.where(np.abs(z) < 0.5, 0.0, z)))
    record(name, "forward", "results", forward_twice)
    record(name, "forward", "second batch", second_batch)
    record(name, "forward", "second batch", second_alike)
    record(name, "forward", "instances", instances)
    record(name, "forward", "inputs", lambda: _call(layer().forward, z))
    record(name, "backward", "values", lambda: backward(z, d))
    record(name, "backward", "results", backward_twice)
    record(name, "backward", "second batch", second_backward)
    record(name, "backward", "inputs", backward_of_frozen)
    if name == "ReLU":
        zero = np.zeros((N, D))
        record(name, "forward", "zero", lambda: forward(zero))
        record(name, "backward", "zero", lambda: backward(zero, d))
    for shape in SHAPES:
        a, b = _random(3).normal(0, 2, (2, *shape))
        record(name, "forward", "shapes", lambda a=a: forward(a))
        record(name, "backward", "shapes", lambda a=a, b=b: backward(a, b))
    for extreme in (np.array([[1000.0, -1000.0, 0.0]]), np.array([[800.0, -750.0, 30.0]])):
        record(name, "forward", "extremes", lambda extreme=extreme: forward(extreme))
        record(name, "backward", "extremes", lambda extreme=extreme: backward(extreme, np.ones_like(extreme)))
    single = z.astype(np.float32), d.astype(np.float32)
    record(name, "forward", "float32", lambda: forward(single[0]))
    record(name, "backward", "float32", lambda: backward(*single))
    for method in ("update", "summary"):
        arguments = (RATE,) if method == "update" else ()
        record(name, method, "values", lambda m=method, a=arguments: bool(getattr(layer(), m)(*a)) or True)


def _fc(record: Recorder, layer: Callable[[int, int], Any]) -> None:
    name = "FCLayer"
    x, d = _random(1).normal(size=(N, D)), _random(2).normal(size=(N, H))
    x2, d2 = _random(3).normal(size=(N + 6, D)), _random(4).normal(size=(N + 6, H))
    W, b = _random(5).normal(size=(D, H)), _random(6).normal(size=H)

    def made(dtype: type = np.float64) -> Any:
        own = layer(D, H)
        own.W, own.b = W.astype(dtype), b.astype(dtype)
        return own

    def seeded(inputs: int = D) -> Any:
        np.random.seed(123)
        return layer(inputs, H)

    def forward(array: np.ndarray) -> Any:
        own = made(array.dtype.type)
        return own.forward(array.copy())

    def kept(array: np.ndarray) -> Any:
        own = made()
        own.forward(array.copy())
        return own.x

    def gradients(own: Any, array: np.ndarray, upstream: np.ndarray) -> Any:
        own.forward(array.copy())
        dx = own.backward(upstream.copy(), LAMBDA)
        if getattr(dx, "shape", None) == array.shape:
            dx = dx.reshape(len(array), -1)  # in the shape of x or as (N, D): both are right
        return dx, own.dW, own.db

    def backward(array: np.ndarray, upstream: np.ndarray) -> Any:
        return gradients(made(array.dtype.type), array, upstream)

    def forward_twice() -> Any:
        own = made()
        first = own.forward(x.copy())
        before = first.copy()
        own.forward(-x)
        return np.array_equal(first, before)

    def second_batch() -> Any:
        own = made()
        own.forward(x.copy())
        return own.forward(x2.copy()), own.x

    def backward_twice() -> Any:
        own = made()
        out = own.forward(x.copy())
        before = out.copy()
        first = own.backward(d.copy(), LAMBDA), own.dW.copy(), own.db.copy()
        second = own.backward(d.copy(), LAMBDA), own.dW, own.db
        return np.array_equal(out, before), *(np.array_equal(a, b) for a, b in zip(first, second, strict=True))

    def backward_of_frozen() -> Any:
        own = made()
        own.forward(x.copy())
        return _call(own.backward, d, rest=(LAMBDA,))

    def stepped(times: int, dtype: type = np.float64) -> Any:
        own = made(dtype)
        own.forward(x.astype(dtype))
        own.dW, own.db = (2 * W - 1).astype(dtype), (3 * b + 1).astype(dtype)
        for _ in range(times):
            own.update(RATE)
        return own.W, own.b

    def instances() -> Any:
        one, other = layer(D, H), layer(D, H + 1)
        return one.W.shape, other.W.shape, one.b.shape, other.b.shape

    record(name, "__init__", "values", lambda: seeded().W)
    record(name, "__init__", "values", lambda: seeded().b)
    record(name, "__init__", "values", lambda: seeded(D - 1).W)  # an odd number has no half
    record(name, "__init__", "instances", instances)
    record(name, "forward", "values", lambda: forward(x))
    record(name, "forward", "attributes", lambda: kept(x))
    record(name, "forward", "results", forward_twice)
    record(name, "forward", "second batch", second_batch)
    record(name, "forward", "inputs", lambda: _call(made().forward, x))
    record(name, "forward", "inputs", lambda: _call(made().forward, x.reshape(N, 2, 3, 5)))
    record(name, "backward", "values", lambda: backward(x, d))
    record(name, "backward", "results", backward_twice)
    record(name, "backward", "inputs", backward_of_frozen)
    for shape in SHAPES[1:]:
        a, upstream = _random(7).normal(size=shape), _random(8).normal(size=(shape[0], H))
        record(name, "forward", "shapes", lambda a=a: forward(a))
        record(name, "forward", "shapes", lambda a=a: kept(a))
        record(name, "backward", "shapes", lambda a=a, upstream=upstream: backward(a, upstream))
    record(name, "forward", "float32", lambda: forward(x.astype(np.float32)))
    record(name, "backward", "float32", lambda: backward(x.astype(np.float32), d.astype(np.float32)))
    record(name, "backward", "second batch", lambda: backward(x2, d2))
    record(name, "update", "values", lambda: stepped(1))
    record(name, "update", "results", lambda: stepped(2))
    record(name, "update", "float32", lambda: stepped(1, np.float32))
    record(name, "summary", "values", lambda: bool(made().summary()) or True)


def _softmax(record: Recorder, layer: Callable[[], Any]) -> None:
    name = "SoftmaxLayer"
    x, x2 = _random(1).normal(size=(N, C)), _random(2).normal(size=(N + 6, C))
    y, y2 = np.eye(C)[[0, 2, 1, 1, 0]], np.eye(C)[[1, 2, 2, 1, 0, 0, 2, 1, 1, 2, 0]]
    p = np.array([[0.5, 0.2, 0.3], [0.1, 0.8, 0.1], [0.3, 0.6, 0.1], [0.2, 0.7, 0.1], [0.05, 0.9, 0.05]])
    extreme = np.array([[1000.0, 0, -1000], [-1000, -1000, -1000], [0, 0, 0], [-2000, 700, 710]])
    certain = np.eye(C)[[0, 0, 1, 2, 2]]  # probabilities of exactly 0 and 1, some of them of the right class

    def loss(probabilities: np.ndarray, labels: np.ndarray) -> Any:
        return layer().ce_loss(probabilities.copy(), labels.copy())

    def through(scores: np.ndarray, labels: np.ndarray) -> Any:
        own = layer()
        own.ce_loss(own.forward(scores.copy()), labels.copy())
        return own

    def forward_twice() -> Any:
        own = layer()
        first = own.forward(x.copy())
        before = first.copy()
        own.forward(-x)
        return np.array_equal(first, before)

    def second_batch() -> Any:
        own = layer()
        own.forward(x.copy())
        return own.forward(x2.copy())

    def kept() -> Any:
        own = layer()
        own.forward(x.copy())
        return own.y_hat

    def second_loss() -> Any:
        own = layer()
        own.ce_loss(p.copy(), y.copy())
        return float(own.ce_loss(p[:2].copy(), y[:2].copy()))

    def loss_kept() -> Any:
        own = layer()
        own.forward(x.copy())
        own.ce_loss(p.copy(), y.copy())
        return own.y_hat, own.y

    def backward_twice() -> Any:
        own = layer()
        y_hat = own.forward(x.copy())
        own.ce_loss(y_hat, y.copy())
        before = y_hat.copy()
        first = own.backward(1, 0)
        return np.array_equal(y_hat, before), np.array_equal(first, own.backward(1, 0))

    def instances() -> Any:
        one, other = layer(), layer()
        one.forward(x.copy())
        other.forward(x2.copy())
        return one.y_hat

    def backward_of_certain() -> Any:
        own = layer()
        own.ce_loss(certain.copy(), y.copy())
        return own.backward(1, 0)

    record(name, "forward", "values", lambda: layer().forward(x.copy()))
    record(name, "forward", "shapes", lambda: layer().forward(x[:1].copy()))
    record(name, "forward", "attributes", kept)
    record(name, "forward", "results", forward_twice)
    record(name, "forward", "second batch", second_batch)
    record(name, "forward", "instances", instances)
    record(name, "forward", "inputs", lambda: _call(layer().forward, x))
    record(name, "forward", "extremes", lambda: layer().forward(extreme.copy()))
    record(name, "forward", "float32", lambda: layer().forward(x.astype(np.float32)))
    record(name, "ce_loss", "values", lambda: loss(p, y))
    record(name, "ce_loss", "values", lambda: float(loss(p[:2], y[:2])))
    record(name, "ce_loss", "second batch", second_loss)
    record(name, "ce_loss", "attributes", loss_kept)
    record(name, "ce_loss", "inputs", lambda: _call(layer().ce_loss, p, y))
    record(name, "ce_loss", "inputs", lambda: _call(layer().ce_loss, certain, y))
    record(name, "ce_loss", "extremes", lambda: loss(certain, y))
    record(name, "ce_loss", "float32", lambda: loss(p.astype(np.float32), y.astype(np.float32)))
    record(name, "backward", "values", lambda: through(x, y).backward(1, LAMBDA))
    record(name, "backward", "values", lambda: through(x, y).backward())
    record(name, "backward", "second batch", lambda: through(x2, y2).backward(1, LAMBDA))
    record(name, "backward", "extremes", lambda: through(extreme, y[:4]).backward(1, 0))
    record(name, "backward", "extremes", backward_of_certain)
    record(name, "backward", "results", backward_twice)
    record(name, "backward", "float32", lambda: through(x.astype(np.float32), y.astype(np.float32)).backward(1, LAMBDA))
    for method in ("update", "summary"):
        arguments = (RATE,) if method == "update" else ()
        record(name, method, "values", lambda m=method, a=arguments: bool(getattr(layer(), m)(*a)) or True)


def _norm(record: Recorder, norm: Callable[[], Any]) -> None:
    W, V = _random(1).normal(size=(H, C)), _random(2).normal(size=(D, H))
    record("Norm", "forward", "values", lambda: norm().forward([W, V], LAMBDA))
    record("Norm", "forward", "values", lambda: float(norm().forward([V], 0.0)))
    record("Norm", "forward", "inputs", lambda: _call(lambda *arrays: norm().forward(list(arrays), LAMBDA), W, V))
    record("Norm", "backward", "values", lambda: norm().backward(W.copy(), LAMBDA))
    record("Norm", "backward", "inputs", lambda: _call(norm().backward, W, rest=(LAMBDA,)))
    record("Norm", "backward", "float32", lambda: norm().backward(W.astype(np.float32), LAMBDA))


def _model(record: Recorder, module: Any) -> None:
    name = "ClassifierModel"
    x, y = _random(1).normal(size=(N, D)), np.eye(C)[[0, 2, 1, 1, 0]]
    x2, y2 = _random(2).normal(size=(N + 6, D)), np.eye(C)[[1, 2, 2, 1, 0, 0, 2, 1, 1, 2, 0]]

    def made() -> Any:
        model, rng = module.ClassifierModel(), _random(3)
        for key, layer in (("fc1", module.FCLayer(D, H)), ("act1", module.Tanh()), ("fc2", module.FCLayer(H, C))):
            if key != "act1":
                layer.W, layer.b = rng.normal(size=layer.W.shape), rng.normal(size=layer.b.shape)
            model.add_layer(key, layer)
        model.add_layer("softmax", module.SoftmaxLayer())
        return model

    def kept() -> Any:
        model = made()
        model.forward(x.copy(), y.copy(), LAMBDA)
        return float(model.loss)

    def forward_again() -> Any:
        model = made()
        model.forward(x.copy(), y.copy(), LAMBDA)
        return model.forward(x2.copy(), y2.copy(), LAMBDA)

    def trained(update: bool) -> Any:
        model = made()
        model.forward(x.copy(), y.copy(), LAMBDA)
        model.backward(LAMBDA)
        if update:
            model.update(RATE)
        fc = model.layers["fc1"], model.layers["fc2"]
        return tuple(array for layer in fc for array in ((layer.W, layer.b) if update else (layer.dW, layer.db)))

    def instances() -> Any:
        one = made()
        return tuple(one.layers), tuple(module.ClassifierModel().layers)

    def names() -> Any:
        return tuple(made().layers)

    def printed(model: Any) -> bool:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            model.summary()
        return bool(out.getvalue())

    record(name, "__init__", "instances", instances)
    record(name, "add_layer", "values", names)
    record(name, "add_layer", "values", lambda: type(made().softmax_layer) is module.SoftmaxLayer)
    record(name, "add_layer", "second softmax", lambda: made().add_layer("again", module.SoftmaxLayer()))
    record(name, "predict", "values", lambda: made().predict(x.copy()))
    record(name, "predict", "shapes", lambda: made().predict(x.reshape(N, 2, 3, 5)))
    record(name, "forward", "values", lambda: made().forward(x.copy(), y.copy(), LAMBDA))
    record(name, "forward", "attributes", kept)
    record(name, "forward", "second batch", forward_again)
    record(name, "forward", "inputs", lambda: _call(lambda a, b: made().forward(a, b, LAMBDA), x, y))
    record(name, "backward", "values", lambda: trained(update=False))
    record(name, "update", "values", lambda: trained(update=True))
    record(name, "summary", "printed", lambda: printed(made()))
