"""Fixed networks: every layer and every output is in one of them."""

from __future__ import annotations

from tests.engines.networks import Problem

#: A text of each optimizer.
EVERY_OPTIMIZER = (
    "sgd",
    "sgd(momentum=0.9)",
    "sgd(momentum=0.9, nesterov=True)",
    "adagrad",
    "rmsprop",
    "adam",
    "adam(epsilon_hat=True)",
    "adamw(weight_decay=0.1)",
)
#: Networks of every layer, with every output between them.
FIXED = {
    "rows": Problem("fc(13), relu, fc(7), tanh", (23,), "classes"),
    "elementwise": Problem(
        "tanh, fc(9), elu(alpha=0.5), leaky_relu(alpha=0.2), fc(6), sigmoid, sigmoid", (3, 5), "huber(delta=0.5)", 2
    ),
    "odd": Problem(
        "conv(7, 5, stride=2, pad=2), elu, pool(2, stride=1), conv(5, 2), tanh", (3, 7, 9), "labels", 4, clip_norm=0.5
    ),
    "pooled": Problem("conv(6, 3), relu, pool(3, stride=2), relu, pool(1, stride=2)", (9, 13), "poisson", 2),
    "normed": Problem(
        "batch_norm, conv(7, 3, pad=1), relu, batch_norm, conv(6, 3, stride=2, pad=1), relu, fc(11), batch_norm, relu",
        (2, 5, 7),
        "regression",
        3,
        n=41,
        batch_size=20,
    ),
    "smooth": Problem(
        "batch_norm, conv(5, 3, pad=1), batch_norm, tanh, conv(6, 3, stride=2, pad=1), elu, fc(9), batch_norm, sigmoid",
        (2, 5, 7),
        "regression",
        3,
        n=41,
        batch_size=20,
    ),
    "dropped": Problem(
        "dropout(0.2), conv(4, 2, stride=2), leaky_relu, dropout(0.5), fc(10), relu, dropout(0.3)",
        (1, 6, 8),
        "logistic",
        2,
        pixels=False,
        clip_norm=0.3,
    ),
    "all": Problem(
        "conv(6, 3, stride=2, pad=1), batch_norm, relu, pool(2), dropout(0.3), fc(9), batch_norm, elu, fc(7), tanh",
        (3, 7, 11),
        "absolute",
        1,
        n=41,
        batch_size=20,
        clip_norm=0.5,
    ),
}
#: The biases in them that a batch norm behind them cancels: their gradients are 0, and what is found is rounding.
CANCELLED = {"normed": {"fc1.b"}, "smooth": {"conv1.b", "fc1.b"}, "all": {"conv1.b", "fc1.b"}}
