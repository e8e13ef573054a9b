"""Sentences about a search, from its record alone: what it searched, what mattered, what it chose, what is tied.

Each language has its own code: the number and order of a sentence's parts depend on the record, so a translation word
by word would not do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from undergrad.outputs import Measure
from undergrad.report.words import gap, say, say_parameter
from undergrad.tuning import Importance, Tuning
from undergrad.tuning.importance import Group

# English --------------------------------------------------------------------------------------------------------------


def choice_en(tuning: Tuning) -> list[str]:
    """In English."""
    space = "; ".join(f"{key} {words}" for key, words in tuning.searched.items())
    ended = [f"{_were(tuning.stopped)} stopped early"]
    if tuning.failed:
        ended.append(f"{tuning.failed} failed")
    first, measure = tuning.chosen[0], tuning.measure
    sentences = [
        f"{_were(tuning.trials, 'network')} tried on {tuning.data.title('en')}, proposed by the strategy "
        f"{tuning.strategy} (seed {tuning.seed}): {space}.",
        f"Of these {' and '.join(ended)}: {tuning.epochs:,} epochs were trained of {tuning.epochs_unstopped:,}.",
        *_what_mattered(tuning),
        f"The choice was made by validation {measure.words['en']} alone: trial {first.trial} reached "
        f"{measure.text(first.best_val_measure)} in epoch {first.best_epoch} of {first.network.epochs}"
        + (f", {_lead(tuning)}." if len(tuning.chosen) > 1 else "."),
        f"The test set was opened once, after the choice, for {_many[len(tuning.chosen)]} alone"
        + (", and after that for their repetitions." if tuning.repeats else "."),
    ]
    return sentences + _on_the_test_set(tuning)


def _on_the_test_set(tuning: Tuning) -> list[str]:
    """The others against the first on the test set; better ones come first, so that nobody overlooks them."""
    sentences, beside = [], others_beside(tuning)
    if better := beside["better"]:
        sentences.append(
            f"On it the {listed(better)} {'are' if len(better) > 1 else 'is'} better than the 1st by more than chance "
            f"({_evidence(tuning, better)}): validation misjudged them, and the choice stands all the same, for it may "
            "not be made by the test set."
        )
    if worse := beside["worse"]:
        sentences.append(
            f"On it the 1st is better than the {listed(worse)} by more than chance ({_evidence(tuning, worse)})."
        )
    if tied := beside["tied"]:
        sentences.append(
            f"On it the {listed(tied)} cannot be told from the 1st ({tuning.differences[0].method}): "
            f"{'they are' if len(tied) > 1 else 'it is'} tied."
        )
    return sentences


def others_beside(tuning: Tuning) -> dict[str, list[str]]:
    """The ranks of all but the first that are "better" than it, "worse" or "tied" on the test set."""
    ranks: dict[str, list[str]] = {"better": [], "worse": [], "tied": []}
    for chosen in tuning.chosen[1:]:
        ranks[tuning.against_first(chosen)].append(chosen.rank)
    return ranks


def _evidence(tuning: Tuning, ranks: Sequence[str]) -> str:
    """The p-values of the first against each of `ranks`, and the test that they come from."""
    first = tuning.chosen[0].rank
    by_pair = {frozenset((pair.first, pair.second)): pair.p_value for pair in tuning.differences}
    p_values = [by_pair[frozenset((first, rank))] for rank in ranks]
    texts = [f"p = {value:.2g}" if value >= 1e-6 else "p < 1e-6" for value in p_values]
    return f"{', '.join(texts)}, {tuning.differences[0].method}"


def _what_mattered(tuning: Tuning) -> list[str]:
    importances, measure = tuning.importances, tuning.measure
    if not importances:
        return ["That is too few to tell which parameters mattered."]
    mattered = [importance for importance in importances if importance.exceeds_chance]
    others = [importance.parameter for importance in importances if not importance.exceeds_chance]
    sentences = []
    if mattered:
        reasons = []
        for importance in mattered:
            best, worst = _ends(importance, measure)
            reasons.append(
                f"{importance.parameter} ({100 * importance.share:.0f} % of the order of trials: median "
                f"{measure.text(best.median)} for {best.label}, {measure.text(worst.median)} for {worst.label})"
            )
        sentences.append(f"What mattered beyond chance, in this order: {listed(reasons)}.")
    if others:
        sentences.append(f"No effect beyond chance was seen of {listed(others)}.")
    return sentences


def _ends(importance: Importance, measure: Measure) -> tuple[Group, Group]:
    """The group with the best median, and that with the worst."""
    groups = sorted(importance.groups, key=lambda group: measure.merit(group.median), reverse=True)
    return groups[0], groups[-1]


def _gaps(tuning: Tuning) -> dict[str, float]:
    """How much better the first is than each other, by the other's rank; negative if it is worse."""
    first, *others = (tuning.measure.merit(chosen.best_val_measure) for chosen in tuning.chosen)
    return {chosen.rank: first - other for chosen, other in zip(tuning.chosen[1:], others, strict=True)}


def _lead(tuning: Tuning) -> str:
    gaps, measure = _gaps(tuning), tuning.measure
    unit = " points" * measure.is_share
    parts = []
    if level := [rank for rank, gap in gaps.items() if gap == 0]:
        parts.append(f"level with the {listed(level)}")
    if before := {rank: gap for rank, gap in gaps.items() if gap > 0}:
        sizes = listed([measure.gap(gap) for gap in before.values()])
        parts.append(f"{sizes}{unit} before the {listed(list(before))}")
    if behind := {rank: -gap for rank, gap in gaps.items() if gap < 0}:
        sizes = listed([measure.gap(gap) for gap in behind.values()])
        parts.append(f"{sizes}{unit} behind the {listed(list(behind))}, stopped early")
    return listed(parts)


_many = {1: "this one", 2: "these two", 3: "these three"}


def _were(number: int, noun: str = "") -> str:
    """`none was`, `1 network was`, `2 networks were`."""
    if not number:
        return "none was"
    return f"{number:,} {noun}{'s' * (bool(noun) and number != 1)} {'was' if number == 1 else 'were'}".replace(
        "  ", " "
    )


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


# Korean ---------------------------------------------------------------------------------------------------------------


def choice_ko(tuning: Tuning) -> list[str]:
    """In Korean."""
    space = "; ".join(f"{say_parameter(key, 'ko')} {values_ko(words)}" for key, words in tuning.searched.items())
    first, measure = tuning.chosen[0], tuning.measure
    ended = f"고, {tuning.failed:,}개는 실패했습니다" if tuning.failed else "습니다"
    sentences = [
        f"{tuning.data.title('ko')}에서 전략 {tuning.strategy}(시드 {tuning.seed})이 제안한 신경망 "
        f"{tuning.trials:,}개를 시도했습니다: {space}.",
        f"이 가운데 {tuning.stopped:,}개는 조기에 중단했{ended}. "
        f"학습한 에포크는 {tuning.epochs_unstopped:,}개 중 {tuning.epochs:,}개입니다.",
        *_mattered_ko(tuning),
        f"선택은 검증 {measure.words['ko']}만으로 했습니다: {first.trial}번 시도가 {first.network.epochs}개 중 "
        f"{first.best_epoch}번째 에포크에서 {measure.text(first.best_val_measure)}에 도달했습니다{_lead_ko(tuning)}.",
        f"테스트 세트는 선택한 뒤에 이 {len(tuning.chosen)}개에 대해서만 한 번 열었습니다"
        + (". 그 뒤에는 이들의 반복 학습에만 썼습니다." if tuning.repeats else "."),
    ]
    return sentences + _on_the_test_set_ko(tuning)


def _on_the_test_set_ko(tuning: Tuning) -> list[str]:
    sentences, beside = [], others_beside(tuning)
    named = {kind: ", ".join(say(rank, "ko") for rank in ranks) for kind, ranks in beside.items()}
    if beside["better"]:
        sentences.append(
            f"테스트에서 {named['better']}는 1위보다 우연 이상으로 좋습니다({_evidence_ko(tuning, beside['better'])}). "
            "검증이 잘못 판단한 것이며, 테스트 세트로 고를 수는 없으므로 선택은 그대로입니다."
        )
    if beside["worse"]:
        sentences.append(
            f"테스트에서 1위는 {named['worse']}보다 우연 이상으로 좋습니다({_evidence_ko(tuning, beside['worse'])})."
        )
    if beside["tied"]:
        method = say(tuning.differences[0].method, "ko")
        sentences.append(f"테스트에서 {named['tied']}는 1위와 구별되지 않습니다({method}): 동률입니다.")
    return sentences


def _evidence_ko(tuning: Tuning, ranks: Sequence[str]) -> str:
    method = tuning.differences[0].method
    return _evidence(tuning, ranks).replace(method, say(method, "ko"))


def _mattered_ko(tuning: Tuning) -> list[str]:
    importances, measure = tuning.importances, tuning.measure
    if not importances:
        return ["시도가 너무 적어 어느 하이퍼파라미터가 중요했는지 말할 수 없습니다."]
    reasons = []
    for importance in importances:
        if importance.exceeds_chance:
            best, worst = _ends(importance, measure)
            reasons.append(
                f"{say_parameter(importance.parameter, 'ko')}(시도 순위의 {100 * importance.share:.0f} %: 중앙값이 "
                f"{values_ko(best.label)}일 때 {measure.text(best.median)}, {values_ko(worst.label)}일 때 "
                f"{measure.text(worst.median)})"
            )
    others = [say_parameter(entry.parameter, "ko") for entry in importances if not entry.exceeds_chance]
    return [
        *([f"우연으로 보기 어려운 영향은 중요한 순서로 다음과 같습니다: {', '.join(reasons)}."] if reasons else []),
        *([f"다음에서는 우연을 넘는 영향이 보이지 않았습니다: {', '.join(others)}."] if others else []),
    ]


def _lead_ko(tuning: Tuning) -> str:
    parts = [_gap_ko(say(rank, "ko"), size, tuning.measure) for rank, size in _gaps(tuning).items()]
    return f"({', '.join(parts)})" if parts else ""


def _gap_ko(rank: str, size: float, measure: Measure) -> str:
    if size == 0:
        return f"{rank}와 같음"
    return f"{'' if size > 0 else '조기 중단된 '}{rank}보다 {gap(measure, size, 'ko')}"


def values_ko(words: str) -> str:
    """The Korean words for values, whose words in the record are English.

    >>> values_ko("0.01 to 0.3, by its logarithm"), values_ko("8, 16 or 32")
    ('0.01~0.3(로그 척도)', '8, 16, 32')
    """
    between = re.fullmatch(r"(\S+) to (\S+?)(, by its logarithm)?", words)
    if between:
        return f"{between[1]}~{between[2]}" + ("(로그 척도)" if between[3] else "")
    return words.replace(" or ", ", ")
