"""The steps by JAX: a whole epoch is compiled, or, for a convolutional network, each step.

For processors, XLA compiles a convolution within a loop to plain code, which takes four to ten times as long; so a
convolutional network is faster if the loop over its steps stays in Python.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.task import Task, Trainer
from undergrad.architecture import Place
from undergrad.layers import ConvolutionLayer, FCLayer, MaxPoolingLayer
from undergrad.layers.base import regularised_names
from undergrad.optimizers import SGD, Adam, parse_optimizer


def with_jax(task: Task, x: NDArray[np.uint8], labels: NDArray[np.int64]) -> Trainer:
    """An epoch of JAX; the optimizer is Optax's, and gradient descent written out."""
    jax: Any = importlib.import_module("jax")
    jnp, places, model = jax.numpy, task.places, task.model()
    parameters = {name: jnp.asarray(array) for name, array in model.parameters().items()}
    weights = [f"{name}.{key}" for name, layer in model.layers.items() for key in regularised_names(layer)]
    inputs = task.scaled(x)
    batches = (
        jnp.asarray(inputs.reshape(-1, task.batch, *inputs.shape[1:])),
        jnp.asarray(labels.reshape(-1, task.batch)),
    )

    def loss(parameters: Any, x: Any, labels: Any) -> Any:
        for place in places:
            x = _forward(jax, place, parameters, x)
        data_loss = -jnp.take_along_axis(jax.nn.log_softmax(x), labels[:, None], 1).mean()
        # Only its gradient is computed: no code uses the sum.
        return data_loss + task.reg_lambda / 2 * sum((parameters[name] ** 2).sum() for name in weights), data_loss

    begin, change = _optimizer(jax, task)

    def step(state: Any, batch: Any) -> Any:
        parameters, memory = state
        gradients, data_loss = jax.grad(loss, has_aux=True)(parameters, *batch)
        return change(parameters, gradients, memory), data_loss

    if any(place.element.kind is ConvolutionLayer for place in places):
        compiled, pairs = jax.jit(step, donate_argnums=0), list(zip(*batches, strict=True))

        def run(state: Any) -> Any:
            losses = []
            for pair in pairs:
                state, data_loss = compiled(state, pair)
                losses.append(data_loss)
            return state, losses
    else:
        whole = jax.jit(lambda state, batches: jax.lax.scan(step, state, batches), donate_argnums=0)

        def run(state: Any) -> Any:
            return whole(state, batches)

    state = parameters, begin(parameters)

    def epoch() -> None:
        nonlocal state
        state, _ = jax.block_until_ready(run(state))

    return Trainer(epoch, lambda: {name: np.asarray(array) for name, array in state[0].items()})


def _forward(jax: Any, place: Place, parameters: Any, x: Any) -> Any:
    kind, arguments = place.element.kind, dict(place.element.arguments)
    if kind is FCLayer:
        return x.reshape(len(x), -1) @ parameters[f"{place.name}.W"] + parameters[f"{place.name}.b"]
    if kind is ConvolutionLayer:
        stride, pad = (arguments["stride"],) * 2, ((arguments["pad"],) * 2,) * 2
        out = jax.lax.conv_general_dilated(x, parameters[f"{place.name}.w"], stride, pad)
        return out + parameters[f"{place.name}.b"][:, None, None]
    if kind is MaxPoolingLayer and arguments["kernel_size"] == arguments["stride"]:
        # Faster than `reduce_window`, whose derivative is slow. After a ReLU the derivative is the same: equal entries
        # are 0 there.
        size = arguments["stride"]
        rows = _greatest(jax, [x[..., place::size, :] for place in range(size)])
        return _greatest(jax, [rows[..., place::size] for place in range(size)])
    name = place.element.word
    return jax.numpy.tanh(x) if name == "tanh" else {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}[name](x)


def _greatest(jax: Any, arrays: list[Any]) -> Any:
    largest = arrays[0]
    for array in arrays[1:]:
        largest = jax.numpy.maximum(largest, array)
    return largest


def _optimizer(jax: Any, task: Task) -> tuple[Callable[[Any], Any], Callable[[Any, Any, Any], Any]]:
    """A function from parameters to the first state, and one from gradients and state to new parameters and state."""
    wanted, rate = parse_optimizer(task.optimizer), task.learning_rate
    if wanted == SGD():
        return lambda parameters: (), lambda parameters, gradients, memory: (
            jax.tree.map(lambda p, g: p - rate * g, parameters, gradients),
            memory,
        )
    if type(wanted) is not Adam or wanted.epsilon_hat:
        raise SystemExit(f"this benchmark has no Optax version of {task.optimizer}")
    optax: Any = importlib.import_module("optax")
    adam = optax.adam(rate, wanted.beta_1, wanted.beta_2, wanted.epsilon)

    def change(parameters: Any, gradients: Any, memory: Any) -> Any:
        steps, memory = adam.update(gradients, memory, parameters)
        return optax.apply_updates(parameters, steps), memory

    return adam.init, change
