"""The student's layers train the assignment's network beside the textbook's: the same curve, or where it parts."""

from __future__ import annotations

import contextlib
import math
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from benchmarks.check_power import OwnProcess
from tests.check.zoo import solutions
from undergrad.architecture import Architecture
from undergrad.check.assignment import TrainedNetwork, load_assignment, parse_assignment
from undergrad.check.judge import Judge
from undergrad.course.records import Training
from undergrad.course.training import ROUNDING, Textbook, train_beside
from undergrad.course.training.lesson import Lesson, learn, slowness
from undergrad.errors import UsageError
from undergrad.sandbox import process
from undergrad.sandbox.process import StudentProcess
from undergrad.sandbox.worker.script import Failure, Outcome

#: Three steps an epoch, of which the last has a batch of its own size.
SMALL = TrainedNetwork(
    layers="fc(16), {activation}, fc(12), {activation}",
    train_samples=19,
    validation_samples=11,
    epochs=3,
    batch_size=8,
    learning_rate=0.15,
    reg_lambda=3e-3,
)
IMAGES = TrainedNetwork(
    layers="conv(2, 3, pad=1), {activation}, pool(2), fc(5), {activation}",
    train_samples=13,
    validation_samples=5,
    epochs=2,
    batch_size=6,
)
ASSIGNMENTS = {
    name: msgspec.structs.replace(load_assignment(name), training=task)
    for name, task in (("hw3", SMALL), ("hw4", IMAGES))
}
PLAIN = (Path(__file__).parents[1] / "check" / "zoo" / "base.py").read_text("utf-8")
OF_IMAGES = (Path(__file__).parents[1] / "check" / "zoo" / "base_hw4.py").read_text("utf-8")
RIGHT = [one.id for kind in ("right", "harmless") for task in ASSIGNMENTS for one in solutions(kind, task)]
KNOWN = {solution.id: solution for solution in solutions()}


@pytest.fixture(scope="module")
def textbooks():
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(Textbook(task, 5)) for name, task in ASSIGNMENTS.items()}


@pytest.fixture
def trained(tmp_path, textbooks, monkeypatch):
    """Trains with the layers of a source text, or of the zoo's solution of that name, here or in a process apart."""

    def train(source: str, assignment: str = "hw3", *, apart: bool = False, **options) -> Training:
        path = tmp_path / "Answer.py"
        if source in KNOWN:
            path, assignment = KNOWN[source].write(tmp_path), KNOWN[source].assignment
        else:
            path.write_text(source, encoding="utf-8")
        textbook = textbooks[assignment]
        if apart:
            with StudentProcess(path, limit=60.0) as own:
                return train_beside(Judge(own, own.contents.classes, textbook.assignment, 5), textbook, **options)
        monkeypatch.setitem(sys.modules, "Answer", None)  # put back when the test is over
        own = OwnProcess(path)
        return train_beside(Judge(own, own.classes, textbook.assignment, 5), textbook)

    return train


def with_method(cls: str, *lines: str, source: str = PLAIN) -> str:
    """The source with a class that is derived from the one of that name and has other methods."""
    return f"{source}\n\nclass {cls}({cls}):\n" + "\n".join(f"    {line}" for line in lines) + "\n"


def test_the_plain_solution_learns_what_the_textbook_learns_in_a_process_of_its_own(trained):
    result = trained(PLAIN, apart=True)
    assert (result.parts_at, result.cut, result.why_not) == (None, False, {})
    assert len(result.losses) == len(result.textbook_losses) == SMALL.epochs
    assert result.losses == pytest.approx(result.textbook_losses, rel=1e-9)
    assert result.losses[-1] < result.losses[0]  # it learns
    assert result.accuracy == result.textbook_accuracy
    assert result.difference <= ROUNDING
    assert result.slowness > 0
    assert msgspec.json.decode(msgspec.json.encode(result), type=Training) == result
    assert "FCLayer(784, 16) - ReLU - FCLayer(16, 12) - ReLU - FCLayer(12, 10) - SoftmaxLayer" in result.about["en"]
    assert "19 images" in result.about["en"]
    assert "19장" in result.about["ko"]


@pytest.mark.parametrize("name", ["fc-einsum", "relu-half-of-sum", "softmax-transposed", "fc-casts-weights", "slots"])
def test_right_ones_in_other_styles_give_the_same_curve(trained, name):
    result = trained(name)
    assert (result.parts_at, result.why_not, len(result.losses)) == (None, {}, SMALL.epochs)


@pytest.mark.slow
@pytest.mark.parametrize("name", RIGHT)
def test_every_right_one_of_the_zoo_gives_the_same_curve(trained, name):
    result = trained(name)
    assert (result.parts_at, result.why_not) == (None, {})


@pytest.mark.parametrize(
    "name",
    [
        "fc-backward-db-averaged",
        "fc-backward-misses-l2",
        "fc-backward-l2-over-n",
        "softmax-backward-not-averaged",
        "fc-update-rate-squared",
    ],
)
def test_wrong_ones_part_in_the_first_epoch(trained, name):
    result = trained(name)
    assert result.parts_at == 1
    assert result.difference > ROUNDING
    assert KNOWN[name].class_name in result.about["en"].split("Wrong, and trained with as they are: ")[1]


def test_it_parts_where_it_does(trained):
    late = with_method(
        "FCLayer",
        "calls = 0",
        "def update(self, learning_rate):",
        "    self.calls += 1",
        "    super().update(learning_rate * (1 + 1e-6 * (self.calls > 4)))  # in the second epoch of three steps",
    )
    result = trained(late)
    assert result.parts_at == 2
    assert ROUNDING < result.difference < 1e-4


def test_what_a_layer_writes_into_its_images_it_finds_again(trained):
    # The textbook's data stay as they were: such a layer trains on others from the second epoch on.
    spoils = with_method(
        "FCLayer",
        "def backward(self, d_prev, reg_lambda):",
        "    d_x = super().backward(d_prev, reg_lambda)",
        "    self.x *= 0.5",
        "    return d_x",
    )
    result = trained(spoils)
    assert result.parts_at == 2


def test_the_best_activation_function_trains_and_is_said(trained):
    wrong = "def forward(self, z):", "    self.zero_mask = z <= 0", "    return abs(z)"
    result = trained(with_method("ReLU", *wrong))
    assert result.parts_at is None
    assert "- Tanh -" in result.about["en"]
    assert (
        "The activation function is Tanh, the first of ReLU, Tanh, Sigmoid that computes right." in result.about["en"]
    )
    every = with_method("ReLU", *wrong)
    for name in ("Tanh", "Sigmoid"):
        every = with_method(name, "def forward(self, z):", "    self.out = z / 2", "    return self.out", source=every)
    result = trained(every)
    assert result.parts_at == 1
    assert "None of ReLU, Tanh, Sigmoid computes right; ReLU is the first that can be called." in result.about["en"]


def test_what_is_missing_or_raises_has_a_stand_in_in_both_networks(trained):
    without = with_method("SoftmaxLayer", "def forward(self, x):", "    raise NotImplementedError")
    for name in ("ReLU", "Tanh", "Sigmoid"):
        without = without.replace(f"class {name}:", f"class Other{name}:")
    result = trained(without)
    assert (result.parts_at, result.why_not, len(result.losses)) == (None, {}, SMALL.epochs)
    assert "Missing, or not to be called: ReLU, SoftmaxLayer." in result.about["en"]
    assert "없거나 호출할 수 없는 클래스: ReLU, SoftmaxLayer." in result.about["ko"]
    # The stand-ins do not hide that another one is wrong.
    also = with_method(
        "FCLayer",
        "def backward(self, d_prev, reg_lambda):",
        "    d_x = super().backward(d_prev, reg_lambda)",
        "    self.dW = self.dW - reg_lambda * self.W",
        "    return d_x",
        source=without,
    )
    assert trained(also).parts_at == 1


def test_without_a_layer_that_learns_nothing_is_trained(trained):
    result = trained(PLAIN.replace("class FCLayer:", "class Missing:").replace("FCLayer", "Missing"))
    assert (result.losses, result.parts_at) == ((), None)
    assert "nothing to train: FCLayer" in result.why_not["en"]


def test_a_network_of_images(trained):
    result = trained(OF_IMAGES, "hw4")
    assert (result.parts_at, result.why_not, len(result.losses)) == (None, {}, IMAGES.epochs)
    assert "ConvolutionLayer(1, 2, 3, 1, 1) - ReLU - MaxPoolingLayer(2, 2)" in result.about["en"]
    wrong = with_method(
        "ConvolutionLayer",
        "def backward(self, d_prev, reg_lambda):",
        "    d_x = super().backward(d_prev, reg_lambda)",
        "    self.db = self.db / len(self.x)",
        "    return d_x",
        source=OF_IMAGES,
    )
    assert trained(wrong, "hw4").parts_at == 1
    missing = trained(OF_IMAGES.replace("class MaxPoolingLayer", "class Missing"), "hw4")
    assert "missing or cannot be called: MaxPoolingLayer" in missing.why_not["en"]


def test_which_of_two_equal_maxima_is_pooled_makes_no_difference(trained):
    # They are equal where what the filters see is equal, so their gradients are.
    assert trained("pool-backward-last-maximum").parts_at is None


def test_layers_of_a_year_without_an_l2_term_are_trained_without(trained):
    result = trained("conv-offsets-in-another-order")
    assert result.parts_at is None
    assert "lambda 0;" in result.about["en"]
    assert "lambda 0.0001;" in trained(OF_IMAGES, "hw4").about["en"]


def test_layers_that_the_course_gives_elsewhere_have_stand_ins(trained):
    # The next homework's file may import them from the last one's.
    own = OF_IMAGES.replace("class FCLayer", "class Elsewhere").replace("class SoftmaxLayer", "class ElsewhereToo")
    result = trained(own, "hw4")
    assert (result.parts_at, result.why_not) == (None, {})
    assert "Missing, or not to be called: FCLayer, SoftmaxLayer." in result.about["en"]


@pytest.fixture
def patience(monkeypatch, tmp_path):
    """A time limit is over when the student's file says that it is in its loop, and not before."""
    reached = tmp_path / "reached"

    def wait(condition, complete, seconds):
        while not condition.wait_for(complete, 0.02):
            if seconds != process._START and reached.exists():
                return

    monkeypatch.setattr(StudentProcess, "wait", staticmethod(wait))


def test_a_slow_one_is_cut_and_says_how_far_it_came(trained, patience):
    slow = with_method(
        "SoftmaxLayer",
        "steps = 0",
        "def ce_loss(self, y_hat, y):",
        "    SoftmaxLayer.steps += y.shape == (8, 10) or y.shape == (3, 10)  # of the training",
        "    while SoftmaxLayer.steps == 5:",
        "        open('reached', 'w').close()",
        "    return super().ce_loss(y_hat, y)",
    )
    result = trained(slow, apart=True, limit=7.5)
    assert result.cut
    assert len(result.losses) == len(result.textbook_losses) == 1
    assert result.losses == pytest.approx(result.textbook_losses, rel=1e-9)
    assert result.accuracy == result.textbook_accuracy
    assert (result.parts_at, result.why_not) == (None, {})
    assert result.slowness > 0  # of the steps that it took
    said = "Cut after 7.5 seconds: it had trained 1 of 3 epochs, and 1 of the 3 steps of the next."
    assert said in result.about["en"]


def test_the_session_has_its_own_limit_again_after_a_training_that_was_cut(tmp_path, textbooks, patience):
    path = tmp_path / "Answer.py"
    hangs = ("def ce_loss(self, y_hat, y):", "    while y.shape == (8, 10):", "        open('reached', 'w').close()")
    path.write_text(with_method("SoftmaxLayer", *hangs, "    return super().ce_loss(y_hat, y)"), encoding="utf-8")
    textbook = textbooks["hw3"]
    with StudentProcess(path, limit=60.0) as own:
        judge = Judge(own, own.contents.classes, textbook.assignment, 5)
        result = train_beside(judge, textbook, limit=7.5)
        assert (result.cut, result.losses, result.slowness) == (True, (), None)
        (tmp_path / "reached").unlink()
        assert own.limit == 60.0
        assert judge.works("Tanh.forward")  # asked now, in a new process


@pytest.mark.parametrize(
    ("kept", "epochs"),
    [
        ("self.W * np.nan", 0),
        ("np.zeros_like(self.W)", 3),
        ("np.full_like(self.W, 1e200)", 0),
        ("self.W.T.copy()", 0),
        ("'weights'", 0),
        ("self.W.astype(object)", 0),
    ],
)
def test_weights_that_are_made_up_give_no_better_row(trained, kept, epochs):
    forges = with_method(
        "FCLayer",
        "def __getattribute__(self, name):",
        "    kept = super().__getattribute__(name)",
        "    import sys",
        "    if name == 'W' and sys._getframe(1).f_code.co_name == 'learned':",
        f"        return (lambda self: {kept})(type('Kept', (), {{'W': kept}}))",
        "    return kept",
    )
    result = trained(forges)
    assert result.parts_at == 1
    assert len(result.losses) == epochs
    assert all(map(math.isfinite, result.losses))
    assert result.losses == () or result.losses[-1] > result.textbook_losses[-1]
    assert msgspec.json.decode(msgspec.json.encode(result), type=Training) == result


def test_what_raises_on_the_way_is_said_with_its_line(trained):
    raises = with_method(
        "FCLayer",
        "steps = 0",
        "def update(self, learning_rate):",
        "    FCLayer.steps += len(self.x) == 3 and self.W.shape == (784, 16)",
        "    if FCLayer.steps == 2:",
        "        raise ValueError('no more')",
        "    return super().update(learning_rate)",
    )
    result = trained(raises, apart=True)
    assert (len(result.losses), result.parts_at, result.cut) == (1, 2, False)
    assert "It ended in step 3 of epoch 2: " in result.about["en"]
    assert "no more" in result.about["en"]
    assert "raise ValueError" in result.about["en"]


def test_an_end_of_the_process_before_the_first_epoch_is_why_nothing_was_trained(trained):
    ends = "import os", *("def update(self, learning_rate):", "    os._exit(3) if self.W.shape == (784, 16) else None")
    result = trained(with_method("FCLayer", *ends), apart=True)
    assert result.losses == ()
    assert "step 1 of epoch 1" in result.why_not["en"]


def test_a_class_is_held_to_one_training_of_the_textbook_that_follows_from_the_seed(textbooks):
    textbook = textbooks["hw3"]
    plan = textbook.plans["Tanh"]
    own = {"FCLayer", "Tanh", "SoftmaxLayer"}
    first = textbook.lesson(plan, own)
    assert textbook.lesson(plan, sorted(own)) is first
    with Textbook(ASSIGNMENTS["hw3"], 5) as again, Textbook(ASSIGNMENTS["hw3"], 6) as other:
        same, another = again.lesson(again.plans["Tanh"], own), other.lesson(other.plans["Tanh"], own)
    assert all(np.array_equal(a["0.W"], b["0.W"]) for a, b in zip(first.weights, same.weights, strict=True))
    assert same.measures == first.measures != another.measures
    assert not np.array_equal(plan.images[0], other.plans["Tanh"].images[0])
    assert not np.array_equal(plan.layers[0]["learned"]["W"], other.plans["Tanh"].layers[0]["learned"]["W"])


def test_the_textbooks_training_is_that_of_its_model(textbooks):
    textbook = textbooks["hw3"]
    plan = textbook.plans["Sigmoid"]
    model = Architecture.parse("fc(16), sigmoid, fc(12), sigmoid").build((784,), 10, rng=np.random.default_rng(0))
    names = [name for name, layer in model.layers.items() if hasattr(layer, "W")]
    first = [entry["learned"] for entry in plan.layers if entry["learned"]]
    model.set_arrays({f"{name}.{key}": a for name, one in zip(names, first, strict=True) for key, a in one.items()})
    right = textbook.lesson(plan, set(plan.classes))
    (x, y), (held, labels) = plan.images, plan.validation
    for weights, (loss, accuracy) in zip(right.weights, right.measures, strict=True):
        for start in (0, 8, 16):
            model.forward(x[start : start + 8], y[start : start + 8], 3e-3)
            model.backward(3e-3)
            model.update(0.15)
        own = [model.parameters()[f"{name}.{key}"] for name in names for key in ("W", "b")]
        assert all(np.allclose(a, b, rtol=0, atol=1e-13) for a, b in zip(weights.values(), own, strict=True))
        assert loss == pytest.approx(model.forward(x, y, 0.0), rel=1e-12)
        assert accuracy == np.mean(model.predict(held).argmax(axis=1) == labels.argmax(axis=1))


def test_what_weights_are_worth_is_computed_over_the_stand_ins_that_they_learned_with(textbooks):
    textbook = textbooks["hw3"]
    plan = textbook.plans["ReLU"]
    right = textbook.lesson(plan, {"FCLayer", "SoftmaxLayer"})
    weights, (x, y) = right.weights[-1], plan.images
    for number in range(3):
        z = x @ weights[f"{number}.W"] + weights[f"{number}.b"]
        x = z / (1 + np.abs(z))
    log_share = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    assert right.measures[-1][0] == pytest.approx(-np.mean((y * log_share).sum(axis=1)), rel=1e-8)


def test_steps_and_their_seconds_are_read_as_far_as_they_came(textbooks):
    plan = textbooks["hw3"].plans["ReLU"]

    def lesson(done: int, **ending) -> Lesson:
        class Told:
            @staticmethod
            def run(script):
                outcomes = [Outcome("number", np.array(2.0 if o["op"] == "call" else 0)) for o in script.operations]
                for ref in [ref for epoch in asked.weights for ref in epoch.items()]:
                    outcomes[ref[1].index] = Outcome("array", np.zeros(plan.sizes[ref[0]]))
                for short in (epoch[-1][0] for epoch in asked.steps):
                    outcomes[short.index] = Outcome("number", np.array(1.0))
                rest = len(outcomes) - done
                return [*outcomes[:done], Outcome(**ending), *[Outcome("skipped")] * (rest - 1)] if ending else outcomes

        asked = plan.whole({"FCLayer"}, 1.0)
        return learn(Told(), asked, plan.sizes)

    assert plan.batches == [slice(0, 8), slice(8, 16), slice(16, 19)]
    whole = lesson(0)
    assert (len(whole.epochs), whole.steps, whole.seconds) == (3, 0, (2.0,) * 6)  # without the short batches
    ended = {"kind": "failure", "failure": Failure("timeout", "timeout", "1")}
    # An epoch is three steps and six arrays, and the network comes first.
    assert [(len(one.epochs), one.steps, one.begun) for one in (lesson(n, **ended) for n in (0, 3, 10, 12))] == [
        (0, 0, False),
        (0, 2, True),
        (1, 0, True),
        (1, 2, True),
    ]


@pytest.mark.parametrize("time", ["nan", "inf", "-1", "text"])
def test_seconds_that_are_none_are_left_out(textbooks, time):
    plan = textbooks["hw3"].plans["ReLU"]
    asked = plan.beginning({"FCLayer"}, 1.0, 2)
    made_up = Outcome("other") if time == "text" else Outcome("number", np.array(float(time)))

    class Told:
        @staticmethod
        def run(script):
            return [Outcome("object"), made_up, Outcome("number", np.array(3.0))]

    assert learn(Told(), asked, plan.sizes).seconds == (3.0,)


def test_only_images_that_are_trained_on_go_to_the_process(textbooks):
    plan = textbooks["hw3"].plans["ReLU"]
    sent = plan.whole({"FCLayer"}, 1.0).script.inputs
    shapes = [array.shape for array in sent]
    assert shapes == [(19, 784), (19, 10), (784, 16), (16,), (16, 12), (12,), (12, 10), (10,)]
    held = plan.validation[0]
    assert not any(np.array_equal(mine, other) for mine in plan.images[0] for other in held)


def test_what_is_slower_is_said_by_medians():
    assert slowness((0.2, 0.4, 9.0), (0.1, 0.1, 0.1)) == pytest.approx(4)
    assert slowness((), (0.1,)) is None
    assert slowness((0.1,), (0.0,)) is None


def test_an_assignment_without_a_network_trains_nothing(tmp_path):
    task = load_assignment("metrics")
    with Textbook(task, 0) as textbook:
        own = OwnProcess(KNOWN["plain"].write(tmp_path))
        result = train_beside(Judge(own, own.classes, task, 0), textbook)
    assert "metrics names no network" in result.why_not["en"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('layers = "fc(5), rellu"', "unknown layer 'rellu'"),
        ('layers = "fc(5), dropout(0.5)"', "unknown layer 'dropout' of [training]"),
        ('layers = "fc(5)"', "leave fc(5) at the end out"),
        ('layers = "fc(3000), {activation}"', "too large to be trained for each submission"),
        ('layers = "conv(4, 90), {activation}"', "does not fit"),
    ],
)
def test_a_network_that_cannot_be_trained_is_refused_before_anything_runs(table, said):
    text = f'[training]\n{table}\n[[method]]\nname = "ReLU.forward"'
    assignment = parse_assignment(text, where="own.toml", name="own")
    with pytest.raises((UsageError, ValueError)) as error:
        Textbook(assignment, 0)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('layers = "fc(5), relu"\nepochs = 0', "epochs"),
        (
            'layers = "fc(5), relu"\nbatch = 3',
            "unknown key in [training] of own.toml 'batch'; did",
        ),
        ("epochs = 3", "layers is missing"),
    ],
)
def test_a_table_that_cannot_be_used_is_said(table, said):
    with pytest.raises(UsageError) as error:
        parse_assignment(f'[training]\n{table}\n[[method]]\nname = "ReLU.forward"', where="own.toml", name="own")
    assert said in str(error.value)
