"""The sections of `python -m benchmarks step`: tasks, the peers to compare with, and the target ratios."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.task import Task, fully_connected


@dataclass(frozen=True)
class Target:
    """The target for our time / the time of `against`: it must be below one bound, and aims at another."""

    against: str
    must: float
    aim: float


@dataclass(frozen=True)
class Row:
    """A task, with the name of its line."""

    name: str
    task: Task
    target: Target | None = None


@dataclass(frozen=True)
class Section:
    """A table."""

    title: str
    rows: tuple[Row, ...]
    #: The peers, by their names in `PEERS`, in the order of the columns.
    peers: tuple[str, ...]
    #: The default number of steps in an epoch.
    steps: int = 60
    #: Whether the networks are printed above the table, since the lines' names do not contain them.
    tells_layers: bool = False


ACTIVATIONS = ("relu", "sigmoid", "tanh")
LARGE, SMALL, SKLEARN = (500, 500), (128, 32), (100,)
LARGE_NAME, SMALL_NAME, SKLEARN_NAME = "784-500-500-10", "784-128-32-10", "784-100-10"
#: Fully connected networks by name, with the widths of their hidden layers.
NETWORKS = {LARGE_NAME: LARGE, SMALL_NAME: SMALL}
OPTIMIZERS = ("sgd(momentum=0.9)", "sgd(momentum=0.9, nesterov=True)", "adagrad", "rmsprop", "adamw")


def _sgd() -> Section:
    rows = [
        Row(f"{name} {activation}", fully_connected(hidden, activation))
        for name, hidden in NETWORKS.items()
        for activation in ACTIVATIONS
    ]
    return Section(
        "fully connected networks, gradient descent, batch 128, float32",
        tuple(rows),
        ("floor", "jax", "torch", "sklearn"),
    )


def _cnn() -> Section:
    small, large = Target("torch cl", 0.6, 0.42), Target("torch cl", 0.75, 0.55)
    networks = {
        "8-16-fc128": ("conv(8,3,pad=1), relu, pool(2), conv(16,3,pad=1), relu, pool(2), fc(128), relu", small),
        "4-4-fc500": ("conv(4,3,pad=1), relu, conv(4,3,pad=1), relu, pool(2), fc(500), relu", small),
        "32-64-fc128": ("conv(32,3,pad=1), relu, pool(2), conv(64,3,pad=1), relu, pool(2), fc(128), relu", large),
    }
    return Section(
        "convolutional networks, gradient descent, images of 28 x 28, batch 128, float32",
        tuple(Row(name, Task(layers, (28, 28)), target) for name, (layers, target) in networks.items()),
        ("im2col", "torch", "torch cl", "jax"),
        steps=20,
        tells_layers=True,
    )


def _adam() -> Section:
    large, small = Target("optax", 1.0, 0.92), Target("optax", 0.75, 0.6)
    return Section(
        "fully connected networks, Adam, float32",
        (
            Row(LARGE_NAME, fully_connected(LARGE, optimizer="adam"), large),
            Row(SMALL_NAME, fully_connected(SMALL, optimizer="adam"), small),
            Row(f"{SKLEARN_NAME}, 200", fully_connected(SKLEARN, optimizer="adam", batch=200), small),
        ),
        ("optax", "torch", "sklearn"),
    )


def _optimizers() -> Section:
    target = Target("sgd", 1.35, 1.2)
    rows = (Row(text, fully_connected(LARGE, optimizer=text), target) for text in OPTIMIZERS)
    return Section(f"{LARGE_NAME}, ReLU, batch 128, float32", tuple(rows), ("sgd",), steps=40)


def _norm_dropout() -> Section:
    task = Task("fc(500), batch_norm, relu, dropout(0.5), fc(500), batch_norm, relu, dropout(0.5)")
    return Section(
        f"{LARGE_NAME} with batch normalization and dropout, gradient descent, batch 128, float32",
        (Row(LARGE_NAME, task, Target("torch", 0.7, 0.6)),),
        ("torch",),
        steps=40,
        tells_layers=True,
    )


def _sklearn() -> Section:
    task = fully_connected(SKLEARN, optimizer="adam(epsilon_hat=True)", batch=200)
    targets = {"float32": Target("sklearn", 0.45, 0.33), "float64": Target("sklearn", 0.5, 0.4)}
    rows = (Row(f"{SKLEARN_NAME} {dtype}", replace(task, dtype=dtype), target) for dtype, target in targets.items())
    return Section("what scikit-learn does by default: Adam, batch 200", tuple(rows), ("sklearn",))


#: The sections by their names for `--only`.
SECTIONS = {
    "sgd": _sgd(),
    "cnn": _cnn(),
    "adam": _adam(),
    "optimizers": _optimizers(),
    "norm-dropout": _norm_dropout(),
    "sklearn": _sklearn(),
}
