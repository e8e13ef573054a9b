"""The report in Korean: it says the same as in English, no sentence is left in English, and it fits the terminal."""

import json
import re

import msgspec
import numpy as np
import pytest

from benchmarks.check_power import OwnProcess
from tests.check.conftest import UNTIMED
from tests.check.test_check_words import ENGLISH, HANGUL
from tests.check.zoo import solutions
from undergrad import check_layer
from undergrad.check import Record, Report, check_file, report_text
from undergrad.check.assignment import CHECKS, load_assignment
from undergrad.check.judge import Judge
from undergrad.cli import check
from undergrad.cli.main import main
from undergrad.display.columns import columns
from undergrad.display.languages import LANGUAGES
from undergrad.errors import UsageError
from undergrad.findings.records import VERDICTS
from undergrad.findings.text import label_of
from undergrad.source.program import parsed

#: A file with failures and remarks of many kinds.
WRONG = """
import numpy as np
class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        z[self.zero_mask] = 0
        return z
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.zero_mask
class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z))
        return self.out
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out) + reg_lambda / 2 * np.sum(d_prev ** 2)
class Tanh:
    def forward(self, z):
        raise RuntimeError("boom")
class FullyConnectedLayer:
    pass
class FCLayer:
    def __init__(self, i, o):
        self.w, self.b = np.random.randn(i, o), np.zeros(o)
    def forward(self, x):
        self.x = x
        return x @ self.w + self.b
    def backward(self, d_prev):
        self.dw, self.db = self.x.T @ d_prev, d_prev.mean(0)
        return d_prev @ self.w.T
class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x)
        return e / e.sum(axis=1, keepdims=True)
    def ce_loss(self, y_hat, y):
        pass
"""

#: The fields of a record that are words.
WORDS = ("message", "asked", "expected", "got", "evidence", "math", "hint", "line", "code")


def in_korean(solution, tmp_path):
    path = solution.write(tmp_path)
    own, task = OwnProcess(path), load_assignment(solution.assignment)
    checks = [check for check in CHECKS if check != "speed"]
    return Judge(own, own.classes, task, 0, parsed(path)).all(task.methods, checks, language="ko")


def foreign_words(record):
    """What is English in a Korean record, but for what Python and NumPy say."""
    texts = [record.message, record.asked, record.expected, record.got, record.evidence, record.math, record.hint]
    plain = [re.sub(r"`.*?`|예외 발생: .*|경고가 나옵니다\(.*\)|NumPy의 안내: .*", "", text) for text in texts]
    return [text for text in plain if ENGLISH.search(text)]


@pytest.fixture
def answer(tmp_path):
    path = tmp_path / "Answer.py"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_a_korean_report_says_the_same_and_nothing_in_english(answer):
    english, korean = (check_file(answer, assignment=UNTIMED, seed=3, language=language) for language in ("en", "ko"))
    assert len(korean.failures) > 8
    for one, other in zip(english.records, korean.records, strict=True):
        nameless = [msgspec.structs.replace(record, **dict.fromkeys(WORDS, "")) for record in (one, other)]
        assert nameless[0] == nameless[1]
        assert one.code == other.code
        assert bool(one.message) == bool(HANGUL.search(other.message))
        assert not HANGUL.search("".join(getattr(one, name) for name in WORDS))
    assert [text for record in korean.records for text in foreign_words(record)] == []


@pytest.mark.parametrize(
    "solution",
    [
        solution
        for kind in ("wrong", "two", "held-out", "held-out-2", "held-out-3")
        for solution in solutions(kind)[::12]
    ],
    ids=str,
)
def test_no_mistake_of_the_zoo_is_told_in_english_to_a_korean(solution, tmp_path):
    records = in_korean(solution, tmp_path)
    assert [text for record in records for text in foreign_words(record)] == []
    text = report_text(Report(records, subject="Answer.py", seed=0, language="ko"), points=True)
    assert max(map(columns, text.splitlines())) <= 80


@pytest.mark.parametrize("lines", [None, 30])
def test_no_line_of_a_korean_report_is_wider_than_the_terminal(answer, lines):
    report = check_file(answer, assignment=UNTIMED, seed=3, language="ko")
    text = report_text(report, points=True, lines=lines)
    assert max(map(columns, text.splitlines())) <= 80
    assert lines is None or len(text.splitlines()) <= lines
    labels = {line[:4].strip() for line in text.splitlines() if line[:1] not in (" ", "")}
    assert {"틀림", "참고", "맞음"} & labels
    # What stands behind a label begins in the same column, whatever the label.
    rows = [line for line in text.splitlines() if re.match("(틀림|참고|맞음|미확인) ", line)]
    assert {columns(re.match(r"\S+ +", line)[0]) for line in rows} == {9}
    assert "<th>판정</th>" in report._repr_html_()


@pytest.mark.parametrize(
    ("locale", "options", "korean"),
    [
        ("ko_KR.UTF-8", [], True),
        ("ko_KR.UTF-8", ["--language", "en"], False),
        ("en_US.UTF-8", ["--language", "ko"], True),
        ("en_US.UTF-8", [], False),
    ],
)
def test_the_option_goes_before_the_locale(answer, monkeypatch, capsys, locale, options, korean):
    monkeypatch.setenv("LC_ALL", locale)
    command = ["check", str(answer), "--only", "ReLU", "--seed", "1", *options]
    assert main(command) == 1
    assert bool(HANGUL.search(capsys.readouterr().out)) == korean
    assert main([*command, "--json"]) == 1
    records = json.loads(capsys.readouterr().out)["records"]
    failed = next(record for record in records if record["verdict"] == "fail")
    assert (failed["class"], failed["check"], failed["cause"]) == ("ReLU", "values", "relu-mask-inverted")
    assert bool(HANGUL.search(failed["message"])) == korean


def test_a_language_that_there_is_not(answer, capsys):
    assert main(["check", str(answer), "--language", "de"]) == 2
    assert "choose en for English or ko for Korean" in capsys.readouterr().err
    with pytest.raises(UsageError):
        check_file(answer, language="de")


class Own:
    """A layer without a textbook, with mistakes in its values, its state and its arrays."""

    def __init__(self):
        self.gamma = np.array([0.7])

    def forward(self, x):
        self.x = x
        return x * self.gamma

    def backward(self, d_prev, reg_lambda):
        self.dgamma = np.array([np.sum(d_prev * self.x)]) + 2 * reg_lambda * self.gamma
        d_prev *= -self.gamma
        return d_prev

    def summary(self):
        pass


@pytest.mark.parametrize(
    "layer",
    [Own, type("Random", (Own,), {"forward": lambda self, x: x * np.random.default_rng().normal(size=x.shape)})],
)
def test_a_layer_of_ones_own_in_korean(layer):
    report = check_layer(layer, language="ko", seed=0)
    assert report.language == "ko"
    assert len(report.failures) > 1
    assert [text for record in report.records for text in foreign_words(record)] == []
    with pytest.raises(UsageError):
        check_layer(layer, language="de")


def test_the_locale_decides_where_none_is_named(answer, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert check_file(answer, only="ReLU", language=None).language == "ko"
    assert check_file(answer, only="ReLU").language == "en"


def test_a_wrong_number_of_a_remark_is_not_called_wrong():
    from undergrad.findings.records import Finding, finish
    from undergrad.findings.sentences import phrase

    entry = Finding(
        cls="FCLayer",
        method="__init__",
        check="values",
        verdict="fail",
        message=phrase("is-wrong", quantity="self.W"),
        causes=("init-scale",),
    )
    assert finish(entry, "en").message == "self.W is wrong"
    remark = finish(msgspec.structs.replace(entry, verdict="remark"), "en")
    assert remark.message == "the weights have the wrong scale"
    assert remark.hint
    assert isinstance(remark, Record)


def test_what_is_said_at_every_save_is_in_the_language_too(answer, capsys, monkeypatch):
    events = [lambda: answer.write_text(WRONG.replace("d_prev * self.zero_mask", "d_prev * ~self.zero_mask"), "utf-8")]

    def pause():
        if not events:
            raise KeyboardInterrupt
        events.pop()()

    monkeypatch.setattr(check, "_pause", pause)
    command = ["check", str(answer), "--only", "ReLU.backward", "--seed", "1", "--watch", "--language", "ko"]
    assert main(command) == 0
    said = capsys.readouterr().err
    assert "지난번 저장 뒤에 고쳐진 것: ReLU.backward" in said
    assert said.count("파일을 지켜보고 있습니다") == 2


def test_the_words_that_begin_a_line_have_their_colours_in_each_language():
    for language in LANGUAGES:
        labels = [label_of(verdict, language) for verdict in VERDICTS]
        assert len(set(labels)) == len(VERDICTS)
        assert max(map(columns, labels)) < 9
