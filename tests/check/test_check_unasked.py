"""The student's code replaces what everybody uses, or has classes and objects that hide."""

import functools

import pytest

from tests.check.conftest import PLAIN


@pytest.fixture
def judged(judged, short):
    return functools.partial(judged, assignment=short)


def test_built_in_names_that_the_file_replaces_are_put_back_and_told(judged):
    report = judged("import builtins\nbuiltins.len = builtins.isinstance = lambda *a: 3\ndel builtins.__import__")
    assert {record.verdict for record in report.records[1:]} == {"pass"}
    assert report.records[0].verdict == "remark"
    assert "replaces builtins.__import__, builtins.isinstance, builtins.len; the" in report.records[0].message


def test_built_in_names_are_put_back_where_the_import_fails(judged):
    told = judged("import builtins\nbuiltins.len = builtins.isinstance = None\nprint('x')").records
    assert (told[0].verdict, told[0].line) == ("fail", "Answer.py, line 5: print('x')")
    assert "replaces builtins.isinstance, builtins.len" in told[1].message


SHADY = """
class Meta(type):
    def __getattribute__(cls, name): raise RuntimeError("hidden")
    def __eq__(cls, other): raise RuntimeError("unequal")
    __dir__ = __setattr__ = __delattr__ = __hash__ = __eq__
class Tanh(Tanh, metaclass=Meta):
    count = 0
    __init__ = Tanh.__init__
    forward = Tanh.forward
class Weird(BaseException):
    def __getattribute__(self, name): raise RuntimeError("weird")
    def __call__(self, *arguments): raise RuntimeError("weird")
    __repr__ = __str__ = __call__
    forward = __call__
weird, also, listed = Weird(), Tanh, [Weird(), Tanh]
"""


def test_class_that_does_not_let_itself_be_looked_at(judged):
    assert {record.verdict for record in judged(PLAIN + SHADY, whole=True).records} == {"pass"}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("class ReLU(ReLU):\n    def forward(self, z): return Weird()", "of type Weird"),
        ("class ReLU(ReLU):\n    def forward(self, z): raise Weird", "raises Weird: (its message cannot be shown)"),
        ("class ReLU(ReLU):\n    forward = Weird()", "raises RuntimeError: weird"),
        ("class ReLU(Weird):\n    forward = ReLU.forward", "raises RuntimeError: weird"),
    ],
)
def test_object_that_does_not_let_itself_be_looked_at(judged, source, says):
    report = judged(PLAIN + SHADY + source, whole=True)
    told = [record.message for record in report.records if record.verdict in ("fail", "not run")]
    assert any(says in message for message in told), told
    assert {record.verdict for record in report.records if record.cls != "ReLU"} == {"pass"}


def test_why_a_constructor_fails_is_told_with_its_line(judged):
    source = (
        "from abc import ABCMeta\nclass Meta(ABCMeta):\n    def __call__(cls): raise RuntimeError('no')\n"
        "class ReLU(ReLU, metaclass=Meta): pass"
    )
    report = judged(source)
    assert (
        next(r for r in report.records if (r.name, r.check) == ("ReLU.forward", "shape")).line
        == "Answer.py, line 5: def __call__(cls): raise RuntimeError('no')"
    )
    assert "  line     Answer.py, line 5: def" in repr(report)
