"""The line of a mistake that no formula names: the check changes the file's own text until the numbers are right."""

import itertools
import textwrap
from pathlib import Path

import pytest

from undergrad import check_file
from undergrad.check.assignment import load_assignment
from undergrad.check.files import judge_process
from undergrad.sandbox.process import StudentProcess

ZOO = Path(__file__).parent / "zoo"
PRODUCT = """
    import numpy as np

    class Norm:
        def forward(self, weights, reg_lambda):
            total = 0
            for W in weights:
                total += np.sum(np.dot(W, W.T))
            return 0.5 * reg_lambda * total
"""


def checked(folder, text, only, **options):
    """The failures of the method `only` of a file with this text."""
    path = folder / "Answer.py"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    report = check_file(path, only=only, seed=3, **options)
    return [record for record in report.records if record.name == only and record.verdict == "fail"]


@pytest.mark.parametrize(
    ("language", "evidence"),
    [("en", "with one change in this line the numbers are right"), ("ko", "이 줄에서 한 곳을 고치면 값이 맞습니다")],
)
def test_the_line_and_the_kind_of_the_mistake(tmp_path, language, evidence):
    (record,) = checked(tmp_path, PRODUCT, "Norm.forward", language=language)
    assert record.causes == ("elementwise-product",)
    assert "total += np.sum(np.dot(W, W.T))" in record.line
    assert "8" in record.line.split(":")[0]
    assert record.evidence == evidence


def test_the_line_may_be_in_a_function_that_the_method_calls(tmp_path):
    text = """
        import numpy as np

        def squares(values):
            return np.sum(values * values, axis=0).max()

        class Norm:
            def forward(self, weights, reg_lambda):
                return 0.5 * reg_lambda * sum(squares(W) for W in weights)
    """
    (record,) = checked(tmp_path, text, "Norm.forward")
    assert "np.sum(values * values, axis=0).max()" in record.line


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [
        ("x = x - x.max(axis=1)", "axis-lost"),
        ("x = x - x.max(axis=0).reshape(-1, 1)", "wrong-axis"),
        ("x = x[:, range(x.shape[1] + 1)]", "wrong-index"),
    ],
)
def test_an_exception_about_shapes_has_the_line_of_its_mistake(tmp_path, wrong, mistake):
    text = f"""
        import numpy as np

        class SoftmaxLayer:
            def forward(self, x):
                {wrong}
                powers = np.exp(x - x.max(axis=1, keepdims=True))
                self.y_hat = powers / powers.sum(axis=1, keepdims=True)
                return self.y_hat
    """
    (record,) = checked(tmp_path, text, "SoftmaxLayer.forward")
    assert record.causes == (mistake,)
    assert wrong in record.line
    assert "Error" in record.message


def test_an_exception_in_a_product_has_the_line_of_the_transpose(tmp_path):
    text = """
        import numpy as np

        class FCLayer:
            def __init__(self, inputs, outputs):
                self.W, self.b = np.ones((inputs, outputs)), np.zeros(outputs)

            def forward(self, x):
                self.x = x.reshape(len(x), -1)
                scores = np.dot(self.x, self.W.T)
                return scores + self.b
    """
    (record,) = checked(tmp_path, text, "FCLayer.forward")
    assert record.causes == ("transpose",)
    assert "np.dot(self.x, self.W.T)" in record.line
    assert "ValueError" in record.message


SOFTMAX = """
    import numpy as np

    class SoftmaxLayer:
        def forward(self, x):
            {lines}
            powers = np.exp(x - x.max(axis=1, keepdims=True))
            self.y_hat = powers / powers.sum(axis=1, keepdims=True)
            return self.y_hat
"""


@pytest.mark.parametrize(
    ("lines", "mistake"),
    [
        ("axis = 1; x = x - x.max(axis=axis)", "axis-lost"),
        ("x = x - x.max(axis=-1)", "axis-lost"),
        ("x = x - x.max(axis=2, keepdims=True)", "wrong-axis"),
        ("x += np.ones(9)\n            if x.ndim > 2: x = x[0]", "line-too-many"),
        ("if len(x) < 100: raise ValueError('the shape of the batch is too small')", "crash"),
        ("x = x - float('two')", "crash"),
        ("x = x.T @ x.T\n            x = np.cos(x)", "crash"),
    ],
)
def test_only_an_exception_of_numpy_about_shapes_has_a_line(tmp_path, lines, mistake):
    (record,) = checked(tmp_path, SOFTMAX.format(lines=lines), "SoftmaxLayer.forward")
    assert record.causes == (mistake,)
    assert (record.evidence == "") == (mistake == "crash")


def test_an_exception_keeps_the_line_that_raised_it(tmp_path):
    lines = "largest = x.max(axis=1)\n            largest = largest * 1\n            x = x - largest"
    (record,) = checked(tmp_path, SOFTMAX.format(lines=lines), "SoftmaxLayer.forward")
    assert record.causes == ("axis-lost",)
    assert "x = x - largest" in record.line
    assert "largest = x.max(axis=1)" in record.evidence


def test_what_is_wrong_with_some_sizes_only_has_its_line_in_numbers_and_in_exceptions(tmp_path):
    """The step stands where the width of the window belongs: too far to the left, or outside of the image."""
    text = """
        import numpy as np

        class MaxPoolingLayer:
            def __init__(self, kernel_size, stride=2):
                self.kernel_size, self.stride = kernel_size, stride

            def forward(self, x):
                self.x, k, s = x, self.kernel_size, self.stride
                rows, columns = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
                windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))[:, :, ::s, ::s]
                return windows[:, :, :rows, :columns].max(axis=(4, 5))

            def backward(self, d_prev, reg_lambda):
                k, s = self.kernel_size, self.stride
                rows, columns = (self.x.shape[2] - k) // s + 1, (self.x.shape[3] - k) // s + 1
                d_prev, dx = d_prev.reshape(*self.x.shape[:2], rows, columns), np.zeros(self.x.shape)
                for (n, c, i, j), gradient in np.ndenumerate(d_prev):
                    place = self.x[n, c, i * s : i * s + k, j * s : j * s + k].argmax()
                    row, column = place // k, place % s
                    dx[n, c, i * s + row, j * s + column] += gradient
                return dx
    """
    failures = checked(tmp_path, text, "MaxPoolingLayer.backward", assignment="hw4")
    assert {record.causes for record in failures} == {("another-variable",)}
    lines = {str(record.line) + str(record.evidence) for record in failures}
    assert all("row, column = place // k, place % s" in line for line in lines)
    raised = [record for record in failures if "IndexError" in record.message]
    assert raised
    assert len(raised) < len(failures)
    assert all("dx[n, c, i * s + row, j * s + column] += gradient" in record.line for record in raised)


def test_another_way_through_the_method_is_no_line_of_a_mistake(tmp_path):
    """The short way for windows side by side is wrong; never to take it would be right, but its test is not wrong."""
    text = """
        import numpy as np

        class MaxPoolingLayer:
            def __init__(self, kernel_size, stride=2):
                self.kernel_size, self.stride = kernel_size, stride

            def forward(self, x):
                N, C, H, W = x.shape
                self.x, k, s = x, self.kernel_size, self.stride
                rows, columns = (H - k) // s + 1, (W - k) // s + 1
                if k == s:
                    return x.reshape(N, C, rows, columns, k, k).max(axis=(4, 5))
                windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))[:, :, ::s, ::s]
                return windows[:, :, :rows, :columns].max(axis=(4, 5))
    """
    failures = checked(tmp_path, text, "MaxPoolingLayer.forward", assignment="hw4")
    assert failures
    assert {(record.causes, record.line) for record in failures} == {((), "")}


@pytest.mark.parametrize(
    ("body", "mistakes"),
    [
        (
            "layer.W = layer.W - learning_rate * layer.dW",
            {"b of fc1": "bias-not-updated", "b of fc2": "bias-not-updated"},
        ),
        ("layer.W = layer.W - learning_rate * layer.dW; layer.b = None", {}),
        ("layer.b = layer.b + learning_rate * layer.db", {f"W of fc{k}": "not-updated" for k in (1, 2)}),
    ],
)
def test_what_is_not_updated_is_a_layer_only_if_weights_and_biases_stay(tmp_path, body, mistakes):
    text = (ZOO / "base.py").read_text("utf-8")
    before, _, rest = text.partition("class ClassifierModel")
    head, _, tail = rest.partition("    def update(self, learning_rate):")
    after = tail[tail.index("    def ", 10) :]
    update = "    def update(self, learning_rate):\n        for layer in self.layers.values():\n"
    update += f"            if hasattr(layer, 'W'):\n                {body}\n\n"
    failures = checked(tmp_path, f"{before}class ClassifierModel{head}{update}{after}", "ClassifierModel.update")
    named = {record.message: record.causes for record in failures}
    assert failures
    for what, mistake in mistakes.items():
        assert named[f"{what} is wrong"] == (mistake,)
    assert not any("model-update-misses-a-layer" in causes for causes in named.values())


def test_two_mistakes_have_no_line(tmp_path):
    text = PRODUCT.replace("return 0.5", "total = np.cos(total) + 3\n            return 0.25")
    (record,) = checked(tmp_path, text, "Norm.forward")
    assert (record.causes, record.evidence) == ((), "")


def test_a_change_that_never_ends_is_given_up_and_is_no_failure_of_the_file(tmp_path):
    text = """
        import numpy as np

        class Norm:
            def forward(self, weights, reg_lambda):
                total, k, steps = np.cos(weights[0]).sum(), 0, 0
                while k < len(weights):
                    total += np.sum(np.cos(weights[k % len(weights)]))
                    k = k + 1
                    steps = steps + 1
                    if steps > 50:
                        np.savetxt("reached", [steps])
                return reg_lambda * total

            def backward(self, W, reg_lambda):
                return reg_lambda * W
    """
    failures = checked(tmp_path, text, "Norm.forward", limit=1.0)
    assert [(record.check, record.causes) for record in failures] == [("values", ())]
    assert checked(tmp_path, text, "Norm.backward", limit=1.0) == []


@pytest.mark.parametrize(("seconds", "causes"), [(0.001, ("elementwise-product",)), (1.0, ())])
def test_a_search_takes_only_time_that_nothing_else_needs(tmp_path, seconds, causes):
    path = tmp_path / "Answer.py"
    path.write_text(textwrap.dedent(PRODUCT), encoding="utf-8")
    task = load_assignment("hw3")
    ticks = itertools.count()
    with StudentProcess(path, total=1000.0, clock=lambda: seconds * next(ticks)) as process:
        judgement, _ = judge_process(process, path, task, list(task.methods), 3, subject="Answer.py")
    failures = judgement.report(task, "en", list(task.methods)).failures
    assert [record.causes for record in failures if record.name == "Norm.forward"] == [causes]


def test_what_changed_methods_print_is_not_the_file_s_output(tmp_path):
    printed = []
    text = PRODUCT.replace("total = 0\n", "total = 0\n            print('forward')\n")
    (record,) = checked(tmp_path, text, "Norm.forward", printed=printed.append)
    assert record.causes == ("elementwise-product",)
    assert 0 < "".join(printed).count("forward") < 40


def test_a_right_method_that_uses_both_what_is_kept_and_the_input_does_not_fail(tmp_path):
    text = """
        import numpy as np

        class Sigmoid:
            def forward(self, z):
                self.z = z
                self.out = np.cos(z) / 3
                return self.out

            def backward(self, d_prev, reg_lambda):
                s = 1 / (1 + np.exp(-self.z))
                return d_prev * self.out * (1 - s)
    """
    assert checked(tmp_path, text, "Sigmoid.backward") == []


@pytest.mark.parametrize(
    "line",
    ["total += " + "-" * 400 + "0", "total += 0 * " + "9" * 400, "total += 0 * len(f'{total!r:>{5}}')"],
)
def test_a_strange_text_costs_the_line_and_not_the_report(tmp_path, line):
    text = PRODUCT.replace("return 0.5", f"{line}\n            return 0.5")
    (record,) = checked(tmp_path, text, "Norm.forward")
    assert record.check == "values"


def test_a_method_that_reaches_files_is_not_changed(tmp_path):
    text = PRODUCT.replace("return 0.5", "open('kept', 'a').close()\n            return 0.5")
    (record,) = checked(tmp_path, text, "Norm.forward")
    assert record.causes == ()
    assert {path.name for path in tmp_path.iterdir()} <= {"Answer.py", "kept"}


def test_a_class_in_this_process_has_no_text_and_no_line(tmp_path):
    from undergrad import Norm, check_layer

    class Wrong(Norm):
        def forward(self, weights, reg_lambda):
            return 0.5 * reg_lambda * sum((W @ W.T).sum() for W in weights)

    failures = check_layer(Wrong, like="Norm", seed=3).failures
    assert failures
    assert all(record.causes == () for record in failures)
