"""Classes and methods that are missing, misspelt, or not callable as the contract says."""

import functools

import pytest

from tests.check.conftest import ACTIVATION, PLAIN, only


@pytest.fixture
def judged(judged_here, short):
    return functools.partial(judged_here, assignment=short)


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("del Tanh", "missing-class"),
        ("def Tanh(): pass", "not-a-class"),
        ("class Tanh:\n    def forward(self, z): return np.tanh(z)", "missing-method"),
        ("class Tanh(Tanh):\n    def backward(self, d_prev): return d_prev", "wrong-signature"),
        ("class Tanh(Tanh):\n    def __init__(self, size): pass", None),
    ],
)
def test_contract(judged, source, cause):
    report = judged(source)
    records = only(report, "Tanh.backward")
    if cause in ("missing-class", "not-a-class"):
        assert [record.causes for record in only(report, "Tanh")] == [(cause,)]
        assert {record.verdict for record in records} == {"not run"}
    elif cause:
        assert records[0].causes == (cause,)
    else:
        assert not any(record.verdict == "pass" and record.check == "values" for record in records)
    assert all(record.verdict == "pass" for record in only(report, "FCLayer.forward"))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("class FClayer(FCLayer): pass\ndel FCLayer", "the file has no class FCLayer, but FClayer; is FCLayer meant?"),
        ("class Own: pass\ndel FCLayer", "the file has no class FCLayer"),
        (
            "class FCLayer:\n    def __init__(self, i, o): pass\n    def forwrad(self, x): pass",
            "the class FCLayer has no method forward, but forwrad; is forward meant?",
        ),
        ("class FCLayer(FCLayer): forward = 3", "forward of the class FCLayer is not a method, but of the type int"),
        (
            "class FCLayer(FCLayer):\n    def forward(x): return x",
            "it must be written forward(self, x), but is forward(x)",
        ),
    ],
)
def test_contract_in_words(judged, source, says):
    failures = judged(source).failures
    assert [record.message for record in failures if record.cls == "FCLayer"] == [says]


def test_model_is_not_blamed_for_a_class_that_is_missing(judged):
    """It asks isinstance(layer, FClayer), and the layers that it is judged on are the textbook's."""
    report = judged.func(PLAIN.replace("FCLayer", "FClayer"), whole=True)
    verdicts = {name: verdict for name, verdict, _ in report.methods()}
    assert verdicts["ClassifierModel.forward"] == "not run"
    assert verdicts["ClassifierModel.predict"] == verdicts["ClassifierModel.add_layer"] == "pass"
    assert {record.cls for record in report.failures} == {"FCLayer"}


def test_model_is_not_blamed_for_arrays_that_compute_otherwise(judged):
    source = "class FCLayer(FCLayer):\n    def forward(self, x): return np.asmatrix(super().forward(x))"
    report = judged.func(source)
    assert report.ok
    assert {record.causes for record in only(report, "FCLayer.forward") if record.causes} == {("array-subclass",)}


def test_variable_named_like_a_function(judged):
    told = judged("max = 3" + ACTIVATION.format("return max(1, z)")).failures[0].message
    assert told == "raises TypeError: 'int' object is not callable; does a variable share the function's name?"


def test_empty_file(judged):
    report = judged("", whole=True)
    assert not report.ok
    assert {record.causes for record in report.failures} == {("missing-class",)}
