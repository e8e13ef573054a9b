"""The assignment `hw4`: right answers of any style have all points, and what students get wrong is found and named."""

from __future__ import annotations

import msgspec
import pytest

from tests.check.zoo import BASES, FOLDER
from undergrad import check_file
from undergrad.check import load_assignment
from undergrad.check.assignment import parse_assignment
from undergrad.errors import UsageError

TASK = load_assignment("hw4")
UNTIMED = msgspec.structs.replace(TASK, checks=TASK.checks | {"speed": "off"})
PLAIN = (FOLDER / BASES["hw4"]).read_text("utf-8")

#: Columns, another year's names and signatures, which know no L2 term, and `zero_pad` as a method.
COLUMNS = """
import numpy as np

def cuts(k, s, counts):
    for i in range(k):
        for j in range(k):
            yield i * k + j, (..., slice(i, i + s * counts[0], s), slice(j, j + s * counts[1], s))

class ConvolutionLayer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, pad=0):
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)
        self.k, self.s, self.p = kernel_size, stride, pad

    def zero_pad(self, x, pad):
        return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), "constant")

    def forward(self, x):
        self.shape, x = x.shape, self.zero_pad(x, self.p)
        self.padded, (n, c) = x.shape, x.shape[:2]
        self.counts = [(size - self.k) // self.s + 1 for size in x.shape[2:]]
        columns = np.empty((n, c, self.k ** 2, *self.counts))
        for place, cut in cuts(self.k, self.s, self.counts):
            columns[:, :, place] = x[cut]
        self.columns = columns.transpose(0, 3, 4, 1, 2).reshape(-1, c * self.k ** 2)
        out = self.columns @ self.W.reshape(len(self.W), -1).T + self.b
        return out.reshape(n, *self.counts, -1).transpose(0, 3, 1, 2)

    def backward(self, d_prev):
        n, c = self.shape[:2]
        d = d_prev.reshape(n, len(self.W), -1).transpose(0, 2, 1).reshape(-1, len(self.W))
        self.db = np.ones(len(d)) @ d
        self.dW = (d.T @ self.columns).reshape(self.W.shape)
        columns = (d @ self.W.reshape(len(self.W), -1)).reshape(n, *self.counts, c, -1).transpose(0, 3, 4, 1, 2)
        dx = np.zeros(self.padded)
        for place, cut in cuts(self.k, self.s, self.counts):
            dx[cut] += columns[:, :, place]
        inside = slice(self.p, -self.p or None)
        return dx[:, :, inside, inside].reshape(n, -1)

    def update(self, learning_rate):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

class MaxPoolingLayer:
    def __init__(self, kernel_size, stride=2):
        self.k, self.s = kernel_size, stride

    def forward(self, x):
        self.x = x
        seen = np.lib.stride_tricks.sliding_window_view(x, (self.k, self.k), (2, 3))[:, :, ::self.s, ::self.s]
        self.place = seen.reshape(*seen.shape[:4], -1).argmax(-1)
        return seen.max((4, 5))

    def backward(self, d_prev):
        n, c, p, q = np.indices(self.place.shape)
        i, j = np.divmod(self.place, self.k)
        dx = np.zeros_like(self.x)
        np.add.at(dx, (n, c, p * self.s + i, q * self.s + j), d_prev.reshape(self.place.shape))
        return dx

class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        z[self.zero_mask] = 0
        return z

    def backward(self, d_prev, reg_lambda=0):
        flat = d_prev.reshape(len(d_prev), -1)
        flat[self.zero_mask.reshape(flat.shape)] = 0
        return flat

class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.w = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.shape, self.x = x.shape, x.reshape(len(x), -1)
        return self.x @ self.w + self.b

    def backward(self, d_prev, reg_lambda):
        self.dw, self.db = self.x.T @ d_prev + reg_lambda * self.w, d_prev.sum(0)
        return (d_prev @ self.w.T).reshape(self.shape)

    def update(self, learning_rate):
        self.w -= learning_rate * self.dw
        self.b -= learning_rate * self.db
"""
#: Turned filters over a wider border, einsum, and maxima that are gone through place by place.
TURNED = """
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

class ConvolutionLayer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, pad=0):
        self.F, self.k, self.s, self.p = out_channels, kernel_size, stride, pad
        self.w, self.b = np.random.normal(0, 1, (out_channels, in_channels, kernel_size, kernel_size)), np.zeros(self.F)

    def seen(self, x):
        return sliding_window_view(x, (self.k, self.k), axis=(2, 3))

    def forward(self, x):
        self.x = np.pad(x, [(0, 0), (0, 0), (self.p, self.p), (self.p, self.p)])
        out = np.einsum("ncpqij,fcij->nfpq", self.seen(self.x)[:, :, :: self.s, :: self.s], self.w)
        self.out = out.shape
        return out + self.b.reshape(1, -1, 1, 1)

    def backward(self, d_prev, reg_lambda=0.0):
        n, f, p, q = self.out
        d = d_prev.reshape(self.out)
        self.dw = np.einsum("ncpqij,nfpq->fcij", self.seen(self.x)[:, :, :: self.s, :: self.s], d) + reg_lambda * self.w
        self.db = np.einsum("nfpq->f", d)
        wide = np.zeros((n, f, *(size + self.k - 1 for size in self.x.shape[2:])))
        start = self.k - 1
        wide[:, :, start : start + self.s * p : self.s, start : start + self.s * q : self.s] = d
        dx = np.einsum("nfhwij,fcij->nchw", self.seen(wide), self.w[:, :, ::-1, ::-1])
        return dx[:, :, self.p : dx.shape[2] - self.p, self.p : dx.shape[3] - self.p]

class MaxPoolingLayer:
    def __init__(self, kernel_size, stride=2):
        self.k, self.s = kernel_size, stride

    def cuts(self):
        p, q = ((size - self.k) // self.s + 1 for size in self.x.shape[2:])
        for i in range(self.k):
            for j in range(self.k):
                yield (..., slice(i, i + self.s * p, self.s), slice(j, j + self.s * q, self.s))

    def forward(self, x):
        self.x = x
        self.out = np.maximum.reduce([x[cut] for cut in self.cuts()])
        return self.out

    def backward(self, d_prev, reg_lambda):
        dx, free = np.zeros(self.x.shape), np.ones(self.out.shape, bool)
        for cut in self.cuts():
            here = (self.x[cut] == self.out) & free
            free &= ~here
            dx[cut] += here * d_prev.reshape(self.out.shape)
        return dx
"""
#: The images' size is that of the first batch: a network's images keep theirs.
SIZES = "N, C, H, W = x.shape\n        k, s"
REMEMBERS = PLAIN.replace(SIZES, f"self.size = getattr(self, 'size', x.shape[1:])\n        {SIZES}").replace(
    "H_out = (H ", "C, H, W = self.size\n        H_out = (H "
)
STYLES = {"plain": PLAIN, "columns": COLUMNS, "turned": TURNED, "remembers": REMEMBERS}


@pytest.mark.parametrize("style", STYLES)
def test_a_right_answer_has_all_points_whatever_its_style(judged_here, style):
    report = judged_here(STYLES[style], whole=True, assignment=UNTIMED)
    assert report.ok, report
    assert report.score == report.total == 30


def test_a_right_answer_in_a_process(tmp_path):
    file = tmp_path / "Answer.py"
    file.write_text(PLAIN, "utf-8")
    report = check_file(file, assignment=UNTIMED, limit=60.0)
    assert report.ok, report
    assert {record.name for record in report.records if record.verdict == "pass"} >= {"zero_pad", "ReLU.backward"}


CONV, POOL = "ConvolutionLayer", "MaxPoolingLayer"
PRODUCT = "np.tensordot(window, self.w, axes=([1, 2, 3], [1, 2, 3]))"
OUT_SIZES = "H_out = (H + 2 * p - k) // s + 1\n        W_out = (W + 2 * p - k) // s + 1\n        out"
DB, DX = "self.db = d_prev.sum(axis=(0, 2, 3))", "return dx_pad[:, :, p:p + H, p:p + W]"
DW, DX_TERM = "np.tensordot(d, window, axes=([0], [0]))", "np.tensordot(d, self.w, axes=([1], [0]))"
PAD = "out[:, :, pad:pad + H, pad:pad + W] = x"
PLACE = "a, b = np.unravel_index(np.argmax(window), (k, k))"
GIVES = f"{PLACE}\n                        dx[n, c, i * s + a, j * s + b] += d_prev[n, c, i, j]"
WINDOW = "dx[n, c, i * s:i * s + k, j * s:j * s + k]"
SPREADS = f"m = window == window.max(); {WINDOW} += d_prev[n, c, i, j] * "
OWN_STRIDE = "        self.stride = stride\n\n    def forward(self, x):\n        N, C, H, W = x.shape\n        k, s ="

#: What students got wrong: the class, what is written instead of what, and the mistake's name.
MISTAKES = [
    (CONV, f"{PRODUCT} + self.b", PRODUCT, "missing-bias"),
    (CONV, f"{PRODUCT} + self.b", f"{PRODUCT} + C * self.b", "bias-per-channel"),
    (CONV, "dw + reg_lambda * self.w", "dw + N * reg_lambda * self.w", "l2-times-n"),
    (CONV, "dw + reg_lambda * self.w", "dw", "missing-l2"),
    (CONV, "dw + reg_lambda * self.w", "dw / N + reg_lambda * self.w", "mean-for-sum"),
    (CONV, DW, "np.tensordot(d[:1], window[:1], axes=([0], [0]))", "first-sample-only"),
    (CONV, DB, f"{DB} / N", "bias-averaged"),
    (CONV, DB, f"{DB} + reg_lambda * self.b", "l2-on-bias"),
    (CONV, DB, "self.db = d_prev[0].sum(axis=(1, 2))", "first-sample-only"),
    (CONV, DX, "return dx_pad", "dx-not-unpadded"),
    (CONV, DX, "return dx_pad[:, :, p:-p, p:-p]", "only-padded"),
    (CONV, DX, "return dx_pad[:, :, :H, :W]", "dx-cut-wrong"),
    (CONV, DX, "return np.pad(dx_pad[:, :, p + 1:p + H - 1, p + 1:p + W - 1], ((0, 0), (0, 0), (1, 1), (1, 1)))",
     "dx-border-missing"),
    (CONV, DX_TERM, DX_TERM.replace("self.w", "self.w[..., ::-1, ::-1]"), "dx-kernel-not-turned"),
    (CONV, f"k] += {DX_TERM}", f"k] = {DX_TERM}", "overlap-overwritten"),
    (CONV, PRODUCT, PRODUCT.replace("self.w", "self.w[..., ::-1, ::-1]"), "kernel-flipped"),
    (CONV, PRODUCT, PRODUCT.replace("window", "window[:, :1]").replace("self.w", "self.w[:, :1]"), "one-channel-only"),
    (CONV, "window = x_pad[:, :, i * s:i * s + k, j * s:j * s + k]", "window = x_pad[:, :, i:i + k, j:j + k]",
     "stride-ignored"),
    (CONV, OUT_SIZES, f"s = 1\n        {OUT_SIZES}", "stride-ignored"),
    (CONV, "W_out = (W + 2 * p - k) // s + 1\n        out", "W_out = H_out\n        out", "only-square"),
    (CONV, "x_pad = zero_pad(x, p)", "p = 0; x_pad = x", "pad-ignored"),
    (CONV, "d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)\n", "\n", "flat-upstream"),
    (CONV, "self.w = self.w - learning", "self.w = self.w + learning", "update-ascends"),
    ("zero_pad", PAD, "out[:, :, 2 * pad:, 2 * pad:] = x", "pad-one-side"),
    ("zero_pad", f"{PAD}\n    return out", "return np.pad(x, pad)", "pad-channels"),
    ("zero_pad", "out = np.zeros((N, C, H", "out = np.ones((N, C, H", "pad-not-zero"),
    ("zero_pad", "    N, C, H, W = x.shape\n    out", "    return x\n    out", "not-written"),
    (POOL, GIVES, f"{SPREADS} m", "all-maxima"),
    (POOL, GIVES, f"{SPREADS} (1 / k ** 2)", "evenly-spread"),
    (POOL, "j * s + b] += d_prev", "j * s + b] = d_prev", "overlap-overwritten"),
    (POOL, ".max(axis=(2, 3))", ".mean(axis=(2, 3))", "mean-for-maximum"),
    (POOL, ".max(axis=(2, 3))", ".min(axis=(2, 3))", "minimum-for-maximum"),
    (POOL, ".max(axis=(2, 3))", ".max(axis=(2, 3), initial=0)", "maximum-from-zero"),
    (POOL, OWN_STRIDE, OWN_STRIDE.replace("= stride", "= kernel_size", 1), "stride-is-kernel"),
    (POOL, OWN_STRIDE, OWN_STRIDE.replace("= stride", "= 2", 1), "stride-is-two"),
    ("ReLU", "d_prev.reshape(self.zero_mask.shape).copy()", "d_prev.copy()", "flat-upstream"),
    ("Sigmoid", "d_prev = d_prev.reshape(self.out.shape)\n", "\n", "flat-upstream"),
]  # fmt: skip


def with_change(before, after):
    assert before in PLAIN, before
    return PLAIN.replace(before, after, 1)


@pytest.mark.parametrize(("cls", "before", "after", "mistake"), MISTAKES)
def test_a_mistake_is_found_and_named(judged_here, cls, before, after, mistake):
    report = judged_here(with_change(before, after), whole=True, only=cls, assignment=UNTIMED)
    assert {(record.cls, record.causes) for record in report.failures} == {(cls, (mistake,))}, report


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        (PLACE, "a, b = np.unravel_index(k * k - 1 - np.argmax(window[::-1, ::-1]), (k, k))", "last-maximum"),
        (PLACE, "b, a = np.unravel_index(np.argmax(window.T), (k, k))", "other-maximum"),
        (
            PLACE,
            "a, b = max(np.argwhere(window == window.max()).tolist(), key=lambda _: np.random.rand())",
            "other-maximum",
        ),
        (GIVES, f"{SPREADS} m / m.sum()", "maxima-share"),
    ],
)
def test_any_of_equal_maxima_may_get_the_gradient(judged_here, before, after, remark):
    report = judged_here(with_change(before, after), whole=True, only=POOL, assignment=UNTIMED)
    assert report.ok, report
    assert report.score == report.total == 7
    assert {record.causes for record in report.records if record.verdict == "remark"} >= {(remark,)}


@pytest.mark.parametrize("wrong", ["= 2 * x", "= None"])
def test_what_a_wrong_function_spoils_is_not_called_wrong(judged_here, wrong):
    report = judged_here(with_change("pad:pad + W] = x", f"pad:pad + W] {wrong}"), whole=True, assignment=UNTIMED)
    assert {record.name for record in report.failures} == {"zero_pad"}


def test_a_wrong_function_that_pads_costs_its_own_point(judged_here):
    source = with_change(PAD, "out[:, :, 2 * pad:, 2 * pad:] = x")
    report = judged_here(source, whole=True, assignment=UNTIMED)
    assert {record.name for record in report.failures} == {"zero_pad"}
    assert report.score == report.total - 1


def test_a_right_backward_behind_a_wrong_forward_has_its_points(judged_here):
    source = with_change(f"{PRODUCT} + self.b", PRODUCT)
    report = judged_here(source, whole=True, only=CONV, assignment=UNTIMED)
    assert {record.name for record in report.failures} == {"ConvolutionLayer.forward"}
    assert report.verdict([record for record in report.records if record.method == "backward"]) == "pass"


def test_what_is_left_in_the_images_is_measured(judged_here):
    """A layer that changes its input is wrong where the network learns something else."""
    source = with_change("self.x = x\n        x_pad", "self.x = x.copy(); x += 1; x = self.x\n        x_pad")
    (failure,) = judged_here(source, whole=True, only=CONV, assignment=UNTIMED).failures
    assert failure.evidence.startswith("your network learns something else from step")
    harmless = with_change("        return dx\n\n", "        d_prev *= 0\n        return dx\n\n")
    alone = harmless[: harmless.index("class ReLU")]  # the others are in the file of the first homework
    for whole in (harmless, alone):
        report = judged_here(whole, whole=True, only=POOL, assignment=UNTIMED)
        assert report.ok, report
        assert any("learns the same" in record.evidence for record in report.records)


MODEL = """
class CNN_Classifier:
    def __init__(self):
        self.layers, self.softmax_layer = {}, None

    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise ValueError("there is one")
            self.softmax_layer = layer
        self.layers[name] = layer

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def forward(self, x, y, reg_lambda):
        norms = [np.linalg.norm(layer.W, 2) ** 2 for layer in self.layers.values() if isinstance(layer, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y) + reg_lambda / 2 * sum(norms)
        return self.loss

    def backward(self, reg_lambda):
        d_prev = 1
        for layer in reversed(list(self.layers.values())):
            d_prev = layer.backward(d_prev, reg_lambda)

    def update(self, learning_rate):
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self):
        print(list(self.layers))
"""


def test_the_courses_model_is_judged_under_its_name_of_that_year(judged_here):
    report = judged_here(PLAIN + MODEL, whole=True, only="ClassifierModel", assignment=UNTIMED)
    assert report.ok, report
    names = {record.name: record.causes for record in report.records if record.verdict == "remark"}
    assert names["ClassifierModel.forward"] == ("spectral-norm",)


def test_what_only_images_need_is_not_asked_in_the_first_homework(judged_here):
    flat = PLAIN.replace("d_prev.reshape(self.zero_mask.shape).copy()", "d_prev.copy()")
    report = judged_here(flat, whole=True, only="ReLU")
    assert [record for record in report.records if record.verdict not in ("pass", "not run")] == []


@pytest.mark.parametrize(("before", "after", "lost"), [
    ("self.x = x\n        x_pad", "self.x = x.copy(); x += 1; x = self.x\n        x_pad", 5),  # no check of its own
    ("W_out = (W + 2 * p - k) // s + 1\n        out", "W_out = H_out\n        out", 2),
])  # fmt: skip
def test_a_check_without_points_of_its_own_costs_those_of_the_numbers(judged_here, before, after, lost):
    items = tuple(item for item in UNTIMED.methods if item.name == "ConvolutionLayer.forward" or not item.points)
    task = msgspec.structs.replace(UNTIMED, methods=items)
    report = judged_here(with_change(before, after), whole=True, only=CONV, assignment=task)
    assert report.total - report.score == lost


def test_an_assignment_can_only_do_without_what_methods_may_lack():
    text = 'without = ["d_prev"]\n[[method]]\nname = "ReLU.forward"\n'
    with pytest.raises(UsageError, match="d_prev"):
        parse_assignment(text, where="x.toml", name="x")
