"""The assignments `batch-norm-dropout` and `metrics`: what is open is right, and what is wrong is found and named."""

from __future__ import annotations

import msgspec
import pytest

from tests.check.zoo import BASES, FOLDER
from undergrad.check import load_assignment

LAYERS, METRICS = load_assignment("batch-norm-dropout"), load_assignment("metrics")
PLAIN = (FOLDER / BASES["metrics"]).read_text("utf-8")
NORM, DROP, METRIC = "BatchNormLayer", "DropoutLayer", "EvaluationMetric"


def with_changes(*changes):
    source = PLAIN
    for before, after in changes:
        assert before in source, before
        source = source.replace(before, after)
    return source


MEAN = "self.momentum * self.running_mean + (1 - self.momentum) * mean"
VARIANCE = "self.momentum * self.running_variance + (1 - self.momentum) * unbiased"
MASK = "(np.random.rand(*x.shape) >= self.rate)"
F_TERM = "values.append(2 * tp / (2 * tp + fp + fn) if tp + fp + fn > 0 else 1.0)"
P_TERM = "values.append(tp / (tp + fp) if tp + fp > 0 else 1.0)"
FP = "fp = np.sum((y_pred == c) & (y_true != c))\n            values.append(tp"
OF_RATES = """p = tp / (tp + fp) if tp + fp else 1.0
            q = tp / (tp + fn) if tp + fn else 1.0
            values.append(2 * p * q / (p + q) if p + q else 1.0)"""

#: What the course leaves open, and other styles: nothing of it costs anything.
RIGHT = [
    (LAYERS, ()),
    (
        LAYERS,
        ((MEAN, MEAN.replace("self.momentum", "0.87")), (VARIANCE, "0.87 * self.running_variance + (1 - 0.87) * var")),
    ),
    (LAYERS, (("self.epsilon = 1e-5", "self.epsilon = 1e-8"),)),
    (LAYERS, (("running_variance", "running_var"),)),
    (LAYERS, ((MASK, "(np.random.default_rng().random(x.shape) > self.rate)"),)),
    (LAYERS, ((MASK, "np.random.binomial(1, 1 - self.rate, x.shape)"),)),
    (METRICS, ()),
    (METRICS, (("else 1.0", "else 0.0"),)),
    (METRICS, (("f_measure", "f1_score"),)),
    (METRICS, (("y_pred, y_true", "y_true, y_pred"),)),
    (METRICS, ((F_TERM, OF_RATES),)),
]


@pytest.mark.parametrize(("task", "changes"), RIGHT)
def test_what_is_left_open_is_right(judged_here, task, changes):
    report = judged_here(with_changes(*changes), whole=True, assignment=task)
    assert report.ok, report
    assert report.score == report.total


#: The class, what is written instead of what, and the mistake's name.
MISTAKES = [
    (NORM, "var = x.var(axis=self.axes)", "var = x.var(axis=self.axes, ddof=1)", "variance-unbiased"),
    (NORM, 'self.was_training = self.mode == "training"', "self.was_training = True", "mode-ignored"),
    (NORM, f"self.running_mean = {MEAN}", "pass", "running-not-updated"),
    (NORM, "self.gamma.reshape(self.shape) * self.x_hat +", "self.x_hat +", "scale-missing"),
    (NORM, " + self.beta.reshape(self.shape)", "", "shift-missing"),
    (NORM, "np.sqrt(var + self.epsilon)", "np.sqrt(var)", "epsilon-missing"),
    (NORM, "- mean_d - self.x_hat * mean_dx", "", "statistics-as-constants"),
    (NORM, "- mean_d ", "", "mean-as-constant"),
    (NORM, "- self.x_hat * mean_dx", "", "variance-as-constant"),
    (NORM, "self.dbeta = np.sum(", "self.dbeta = np.mean(", "mean-for-sum"),
    (NORM, "self.gamma = self.gamma - ", "self.gamma = self.gamma + ", "update-ascends"),
    (DROP, ">= self.rate)", ">= 1 - self.rate)", "dropout-share"),
    (DROP, " / (1 - self.rate)", "", "dropout-not-scaled"),
    (DROP, 'if self.mode == "training":\n            self.mask', "if True:\n            self.mask", "mode-ignored"),
    (DROP, MASK, "(np.random.default_rng(0).random(x.shape) >= self.rate)", "dropout-same-mask"),
    (DROP, MASK, "np.ones(x.shape) * (np.random.rand(*x.shape[1:]) >= self.rate)", "dropout-mask-shared"),
    (DROP, f"{MASK} / (1 - self.rate)", "np.ones(x.shape)", "dropout-never-drops"),
    (DROP, "return d_prev.reshape(self.mask.shape) * self.mask", "return d_prev / (1 - self.rate)", "mask-missing"),
    (DROP, "self.mask.shape) * self.mask", f"self.mask.shape) * {MASK.replace('x.', 'd_prev.')} / (1 - self.rate)",
     "dropout-new-mask"),
    (METRIC, FP, FP.replace("== c) & (y_true !=", "!= c) & (y_true =="), "recall-for-precision"),
    (METRIC, "return np.mean(values)\n\n    def recall", "return np.mean(y_pred == y_true)\n\n    def recall",
     "micro-for-macro"),
    (METRIC, "return np.mean(values)\n\n    def recall", "return np.sum(values)\n\n    def recall", "not-averaged"),
    (METRIC, P_TERM, "values.append(tp / (tp + fp))", "undefined-not-handled"),
    (METRIC, "2 * tp / (2 * tp + fp + fn)", "tp / (2 * tp + fp + fn)", "f-without-two"),
    (METRIC, "return np.mean(values)\n\n    def f", "return values\n\n    def f", "not-one-number"),
]  # fmt: skip


@pytest.mark.parametrize(("cls", "before", "after", "mistake"), MISTAKES)
def test_a_mistake_is_found_and_named(judged_here, cls, before, after, mistake):
    task = METRICS if cls == METRIC else LAYERS
    report = judged_here(with_changes((before, after)), whole=True, only=cls, assignment=task)
    assert {(record.cls, record.causes) for record in report.failures} == {(cls, (mistake,))}, report


def test_an_average_that_is_the_last_batchs_is_a_remark(judged_here):
    """One call cannot tell it from an average that begins with the first batch."""
    changes = with_changes((f"self.running_mean = {MEAN}", "self.running_mean = mean"))
    report = judged_here(changes, whole=True, only=NORM, assignment=LAYERS)
    assert not report.failures
    assert ("running-replaced",) in {record.causes for record in report.records if record.verdict == "remark"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((("y_pred, y_true", "y_true, y_pred"),), "its methods take (labels, predicted), in this order"),
        ((("f_measure", "f1"),), "f_measure is called"),
        (((P_TERM, "tp + fp and values.append(tp / (tp + fp))"),), "left out of the mean"),
        ((("def f_measure(self, y_pred, y_true):\n", "def f_measure(self, y_pred, y_true):\n        p, q = "
           "self.precision(y_pred, y_true), self.recall(y_pred, y_true)\n        return 2 * p * q / (p + q)\n"),),
         "the mean precision and the mean recall"),
    ],
)  # fmt: skip
def test_what_is_right_too_is_said(judged_here, changes, said):
    report = judged_here(with_changes(*changes), whole=True, assignment=METRICS)
    assert report.ok, report
    assert report.score == report.total
    assert said in " ".join(record.message for record in report.records if record.verdict == "remark")


ROOT, OUTSIDE = "np.sqrt(var + self.epsilon)", "(np.sqrt(var) + self.epsilon)"
SLOW, FAST = "self.momentum = 0.9", "self.momentum = 0.1"
IN_EVALUATION = "        if not self.was_training:\n            return dx_hat / self.std\n"
OLD_MASK = "            self.mask = np.ones(x.shape)\n"


@pytest.mark.parametrize(
    ("cls", "changes", "mistake"),
    [
        (NORM, ((SLOW, FAST),), "averages-too-fast"),
        (NORM, ((IN_EVALUATION, ""),), "mode-ignored"),
        (DROP, ((OLD_MASK, "            return x.copy()\n"),), "crash"),
    ],
)
def test_what_no_training_notices_costs_nothing_and_is_said(judged_here, cls, changes, mistake):
    report = judged_here(with_changes(*changes), whole=True, only=cls, assignment=LAYERS)
    assert report.ok, report
    assert report.score == report.total
    assert mistake in {cause for record in report.records if record.verdict == "remark" for cause in record.causes}


@pytest.mark.parametrize("epsilon", ["1e-8", "1e-5", "1e-3"])
@pytest.mark.parametrize("outside", [False, True])
def test_an_epsilon_outside_the_root_is_told_from_any_inside(judged_here, epsilon, outside):
    changes = [("self.epsilon = 1e-5", f"self.epsilon = {epsilon}"), *([(ROOT, OUTSIDE)] if outside else [])]
    report = judged_here(with_changes(*changes), whole=True, only=f"{NORM}.forward", assignment=LAYERS)
    assert report.ok, report
    assert ("epsilon-outside-root" in {cause for record in report.records for cause in record.causes}) == outside


@pytest.mark.parametrize("average", ["x.mean(axis=1)", "mean[:3]", "3.0"])
def test_an_average_of_another_shape_is_said(judged_here, average):
    changes = (f"self.running_mean = {MEAN}", f"self.running_mean = {average}")
    report = judged_here(with_changes(changes), whole=True, only=f"{NORM}.forward", assignment=LAYERS)
    assert "self.running_mean has the wrong shape" in report.failures[0].message


def test_an_average_with_a_dimension_too_many_is_a_remark(judged_here):
    changes = (f"self.running_mean = {MEAN}", f"self.running_mean = ({MEAN})[None]")
    report = judged_here(with_changes(changes), whole=True, only=f"{NORM}.forward", assignment=LAYERS)
    assert report.ok, report
    assert ("bias-shape",) in {record.causes for record in report.records if record.verdict == "remark"}


@pytest.mark.parametrize("cut", ["[:3]", "[:, :3]", ".ravel()"])
def test_a_mask_that_cuts_its_result_is_said(judged_here, cut):
    report = judged_here(with_changes(("return x * self.mask", f"return (x * self.mask){cut}")), whole=True, only=DROP,
                         assignment=LAYERS)  # fmt: skip
    assert "the result has the wrong shape" in report.failures[0].message


def test_a_share_of_a_right_layer_is_within_its_bound(judged_here):
    """Over seeds: the bound is a statement about all of them."""
    only_drop = msgspec.structs.replace(LAYERS, methods=tuple(m for m in LAYERS.methods if m.name.startswith(DROP)))
    source = with_changes((MASK, "(np.random.default_rng().random(x.shape) >= self.rate)"))
    for seed in range(20):
        assert judged_here(source, whole=True, seed=seed, assignment=only_drop).ok
