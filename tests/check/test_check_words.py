"""What the check says: one table for all of it, complete in each language, and nothing in it that nobody says."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

import undergrad
from tests.check.zoo import solutions
from undergrad.check.assignment import load_assignment, parse_assignment, shipped
from undergrad.check.dialect import other_names
from undergrad.check.failures import removed_names
from undergrad.contracts.toml import book_contracts, contracts, groups
from undergrad.display.languages import LANGUAGES
from undergrad.errors import UsageError
from undergrad.exercises.own import OwnLayer
from undergrad.exercises.table import EXERCISES, of_the_book
from undergrad.findings.catalogue import MISTAKES
from undergrad.findings.sentences import Phrase, in_language, joined, phrase, table
from undergrad.sandbox.local import LocalSession

PACKAGE = Path(undergrad.__file__).parent
#: The files that say something, and the syntax trees of what is in them.
ROOMS = ("check", "contracts", "exercises", "findings", "source")
SOURCES = [*(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")), PACKAGE / "cli" / "check.py"]
TREES = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCES}
SENTENCES, VARIANTS, FORMULAS = (table(name, dict) for name in ("sentences", "variants", "formulas"))

#: Words with hyphens in the sources that are neither a mistake's name nor a sentence's.
OTHER_WORDS = {"utf-8", "stand-in", "read-only"} | {
    "is-wrong",
    "in-variant",
}  # the last is a sentence that is looked for
#: Short words that English sentences are made of, and formulas and names are not.
ENGLISH = re.compile(
    r"\b(the|a|an|is|are|was|of|not|for|with|without|and|or|by|that|it|its|which|must|has|have)\b", re.I
)
HANGUL = re.compile("[가-힣]")


def calls(name):
    """Every call of the function: the file, and the call."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield file, node


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts():
    """Every text that is there in each language: where it is, and the texts."""
    for name, sentence in SENTENCES.items():
        yield f"sentence {name}", sentence
    for name, text in VARIANTS.items():
        yield f"variant {name}", text
    for name, mistake in MISTAKES.items():
        for field in ("what", "hint", "like", "math"):
            if text := getattr(mistake, field):
                yield f"{field} of {name}", text
    for kind, names in removed_names().items():
        for name, entry in names.items():
            yield f"{kind} {name}", entry.instead
    for name in shipped():
        for mistake, text in load_assignment(name).says.items():
            yield f"{mistake} in {name}", text
    for line, korean in FORMULAS.items():
        yield f"formula {line}", {"en": line, "ko": korean}


def problems(text):
    """What is wrong with a text in each language, or with one that is the same in all."""
    languages = dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text
    if set(languages) != set(LANGUAGES) or not all(languages.values()):
        return "a language is missing"
    korean, english = languages["ko"], languages["en"]
    if fields_of(korean) != fields_of(english):
        return "the fields differ"
    if HANGUL.search(english):
        return "Korean in the English text"
    plain = re.sub("`.*?`|{.*?}", "", korean)
    if not HANGUL.search(korean) and korean != english and re.search("[a-z]{3}", plain):
        return "neither Korean nor the same"
    if ENGLISH.search(plain):
        return "English in the Korean text"
    if any(particle in korean for particle in ("을(를)", "를(을)", "은(는)", "이(가)", "가(이)", "와(과)", "(으)로")):
        return "a particle that depends on the word before it"
    return ""


def test_every_text_is_there_in_each_language():
    every = list(texts())
    assert len(every) > 900
    assert {where: problem for where, text in every if (problem := problems(text))} == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ({"en": "yes"}, "missing"),
        ({"en": "yes", "ko": ""}, "missing"),
        ({"en": "{a} is {b}", "ko": "{a}입니다"}, "fields"),
        ({"en": "is wrong", "ko": "is wrong"}, "English"),
        ({"en": "wrong", "ko": "bad"}, "neither"),
        ({"en": "예", "ko": "예"}, "Korean in"),
        ({"en": "{a} is wrong", "ko": "{a}이(가) 틀렸습니다"}, "particle"),
        ("it is", "English"),
        ({"en": "x W - b", "ko": "x W - b"}, ""),
    ],
)
def test_a_planted_problem_of_a_text_is_found(text, problem):
    assert problem in problems(text)
    assert bool(problem) == bool(problems(text))


def test_every_sentence_that_is_said_is_in_the_table_and_no_other():
    keys = set()
    for function in ("phrase", "joined"):
        for file, call in calls(function):
            if file == "findings/sentences.py":
                continue
            assert isinstance(call.args[0], ast.Constant), f"{file}, line {call.lineno}: the key is no text"
            keys.add(call.args[0].value)
    assert keys == set(SENTENCES)


def test_every_sentence_gets_its_fields():
    for file, call in calls("phrase"):
        given = {keyword.arg for keyword in call.keywords}
        if file != "findings/sentences.py" and None not in given:
            for text in dict.fromkeys(in_each_language(SENTENCES[call.args[0].value])):
                assert given == fields_of(text), f"{file}, line {call.lineno}"
    for _, call in calls("joined"):
        if isinstance(call.args[0], ast.Constant):
            for text in in_each_language(SENTENCES[call.args[0].value]):
                assert fields_of(text) == {"first", "second"}


def in_each_language(text):
    return [text] if isinstance(text, str) else list(text.values())


def names_in_the_sources():
    """Words with hyphens that are no sentence's key: so mistakes are called."""
    keys = {id(call.args[0]) for function in ("phrase", "joined") for _, call in calls(function)}
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            is_other_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in keys
            if is_other_text and file != "cli/check.py" and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", node.value):
                yield node.value


def names_in_contracts():
    """The mistakes that the contracts name, in the places of their formulas and elsewhere."""
    for group in groups().values():
        yield from group
    for contract in (contracts() | book_contracts()).values():
        yield contract.unstable
        for method in contract.methods.values():
            yield from (name for place in method.mistakes.values() for name in place)
            yield from (*method.blocked_by.values(), *method.of_l2.values(), *method.lost.values())
            yield from filter(None, (method.refuses, method.unstable))
            yield from (*method.holds, method.not_scalar)
            yield from filter(None, (variant.cause for variant in (contract.variants | method.own_variants).values()))


def test_every_mistake_that_is_named_is_in_the_catalogue_and_no_other():
    in_sources = set(names_in_the_sources()) - OTHER_WORDS
    # One word: what says that a name is one is where it stands.
    single = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in MISTAKES
    }
    in_contracts = set(names_in_contracts())
    in_assignments = {
        name
        for task in map(load_assignment, shipped())
        for names in (task.mistakes, task.says, *(item.mistakes for item in task.methods))
        for name in names
    }
    in_the_zoo = {name for solution in solutions() for name in solution.causes}
    named = {"sources": in_sources, "contracts": in_contracts, "assignments": in_assignments, "zoo": in_the_zoo}
    assert {place: names - MISTAKES.keys() for place, names in named.items()} == {place: set() for place in named}
    assert set(MISTAKES) == set().union(single, *named.values())


def test_every_variant_and_every_formula_of_an_exercise_has_its_words():
    own = OwnLayer("Own", LocalSession({}), (), (7, 5), 0).exercises
    every = [*EXERCISES.values(), *of_the_book().values(), *own.values()]
    ways = [way for exercise in every for way in (exercise, *exercise.also_called)]
    variants = {name for way in ways for names in way.terms.variants.values() for name in names}
    assert variants == set(VARIANTS)
    lines = {way.terms.math for way in ways}
    assert set(FORMULAS) <= lines
    assert not [line for line in lines - set(FORMULAS) if ENGLISH.search(line)]


def test_other_names_stand_for_what_the_contract_has():
    contract = {exercise.cls for exercise in EXERCISES.values()}
    assert set(other_names().classes.values()) <= contract
    assert set(other_names().attributes) <= contract
    assert not contract & other_names().classes.keys()


@pytest.mark.parametrize(
    ("words", "english", "korean"),
    [
        ("as it is", "as it is", "as it is"),
        ({"en": "yes", "ko": "네"}, "yes", "네"),
        (phrase("not-in-time", seconds="3"), "did not finish within 3 s", "3초 안에 끝나지 않았습니다"),
        (
            phrase("earlier-step", failure=phrase("returns-none")),
            "an earlier step returns None",
            "앞 단계: None을 반환합니다",
        ),
        (phrase("raises", error="{x} {0}"), "raises {x} {0}", "예외 발생: {x} {0}"),
        (joined("semicolon", ["a", "b", "c"]), "a; b; c", "a; b; c"),
        (joined("semicolon", ["a"]), "a", "a"),
        (joined("semicolon", []), "", ""),
    ],
)
def test_words_become_text_in_a_language(words, english, korean):
    assert (in_language(words, "en"), in_language(words, "ko")) == (english, korean)


def test_a_phrase_is_a_value():
    assert phrase("is-wrong", quantity="x") == Phrase("is-wrong", {"quantity": "x"})
    with pytest.raises(AttributeError):
        phrase("is-wrong").key = "other"


def test_what_a_course_says_is_in_each_language_or_in_one_text():
    text = '[says]\nspectral-norm = {SAYS}\n[[method]]\nname = "ReLU.forward"\n'
    for says in ('"ours"', '{en = "ours", ko = "우리 것"}'):
        task = parse_assignment(text.replace("{SAYS}", says), where="x.toml", name="x")
        assert task.says["spectral-norm"] == tomllib.loads(f"x = {says}")["x"]
    with pytest.raises(UsageError, match="lacks the language ko"):
        parse_assignment(text.replace("{SAYS}", '{en = "ours"}'), where="x.toml", name="x")
    with pytest.raises(UsageError, match="wrong kind"):
        parse_assignment(text.replace("{SAYS}", '{de = "unser"}'), where="x.toml", name="x")
