"""How a search came to its choice, in sentences made from its record alone: what was searched, mattered, is tied.

Each language is written by itself: sentences whose number and order of parts depend on the record are not translated
word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from undergrad.report.words import say
from undergrad.tuning import Chosen, Importance, Tuning

# English --------------------------------------------------------------------------------------------------------------


def choice_en(tuning: Tuning) -> list[str]:
    """In English."""
    space = "; ".join(f"{key} {words}" for key, words in tuning.searched.items())
    ended = [f"{_were(tuning.stopped)} stopped early"]
    if tuning.failed:
        ended.append(f"{tuning.failed} failed")
    first = tuning.chosen[0]
    sentences = [
        f"{_were(tuning.trials, 'network')} tried on {Path(tuning.data.dataset).name}, proposed by the strategy "
        f"{tuning.strategy} (seed {tuning.seed}): {space}.",
        f"Of these {' and '.join(ended)}: {tuning.epochs:,} epochs were trained of {tuning.epochs_unstopped:,}.",
        *_what_mattered(tuning.importances),
        f"The choice was made by validation accuracy alone: trial {first.trial} reached {first.best_val_accuracy:.4f} "
        f"in epoch {first.best_epoch} of {first.network.epochs}"
        + (f", {_lead(tuning.chosen)}." if len(tuning.chosen) > 1 else "."),
        f"The test set was opened once, after the choice, for {_many[len(tuning.chosen)]} alone"
        + (", and after that for their repetitions." if tuning.repeats else "."),
    ]
    tied = [chosen.rank for chosen in tuning.chosen if chosen.tied]
    if tied:
        sentences.append(
            f"On it the {listed(tied)} cannot be told from the 1st ({tuning.differences[0].method}): "
            f"{'they are' if len(tied) > 1 else 'it is'} tied."
        )
    elif len(tuning.chosen) > 1:
        sentences.append(f"On it the 1st differs from the others by more than chance ({tuning.differences[0].method}).")
    return sentences


def _what_mattered(found: tuple[Importance, ...]) -> list[str]:
    if not found:
        return ["That is too few to tell which parameters mattered."]
    mattered = [importance for importance in found if importance.exceeds_chance]
    others = [importance.parameter for importance in found if not importance.exceeds_chance]
    sentences = []
    if mattered:
        told = []
        for importance in mattered:
            groups = sorted(importance.groups, key=lambda group: -group.median)
            told.append(
                f"{importance.parameter} ({100 * importance.share:.0f} % of the order of trials: median "
                f"{groups[0].median:.4f} for {groups[0].label}, {groups[-1].median:.4f} for {groups[-1].label})"
            )
        sentences.append(f"What mattered beyond chance, in this order: {listed(told)}.")
    if others:
        sentences.append(f"No effect beyond chance was seen of {listed(others)}.")
    return sentences


def _lead(chosen: tuple[Chosen, ...]) -> str:
    gaps = [100 * (chosen[0].best_val_accuracy - other.best_val_accuracy) for other in chosen[1:]]
    return f"{listed([f'{gap:.2f}' for gap in gaps])} points before the {listed([other.rank for other in chosen[1:]])}"


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
    space = "; ".join(f"{say(key, 'ko')} {values_ko(words)}" for key, words in tuning.searched.items())
    first, others = tuning.chosen[0], tuning.chosen[1:]
    ended = f"고, {tuning.failed:,}개는 실패했습니다" if tuning.failed else "습니다"
    sentences = [
        f"{Path(tuning.data.dataset).name}에서 전략 {tuning.strategy}(시드 {tuning.seed})이 제안한 네트워크 "
        f"{tuning.trials:,}개를 시도했습니다: {space}.",
        f"이 가운데 {tuning.stopped:,}개는 조기에 중단했{ended}. "
        f"학습한 에포크는 {tuning.epochs_unstopped:,}개 중 {tuning.epochs:,}개입니다.",
        *_mattered_ko(tuning.importances),
        f"선택은 검증 정확도만으로 했습니다: {first.trial}번 시도가 {first.network.epochs}개 중 "
        f"{first.best_epoch}번째 에포크에서 {first.best_val_accuracy:.4f}에 도달했습니다{_lead_ko(tuning.chosen)}.",
        f"테스트 세트는 선택한 뒤에 이 {len(tuning.chosen)}개에 대해서만 한 번 열었습니다"
        + (". 그 뒤에는 이들의 반복 학습에만 썼습니다." if tuning.repeats else "."),
    ]
    tied = [say(chosen.rank, "ko") for chosen in tuning.chosen if chosen.tied]
    if tied:
        method = say(tuning.differences[0].method, "ko")
        sentences.append(f"테스트에서 {', '.join(tied)}는 1위와 구별되지 않습니다({method}): 동률입니다.")
    elif others:
        method = say(tuning.differences[0].method, "ko")
        sentences.append(f"테스트에서 1위와 나머지의 차이는 우연으로 보기 어렵습니다({method}).")
    return sentences


def _mattered_ko(found: tuple[Importance, ...]) -> list[str]:
    if not found:
        return ["시도가 너무 적어 어느 하이퍼파라미터가 중요했는지 말할 수 없습니다."]
    told = []
    for importance in found:
        if importance.exceeds_chance:
            groups = sorted(importance.groups, key=lambda group: -group.median)
            told.append(
                f"{say(importance.parameter, 'ko')}(시도 순위의 {100 * importance.share:.0f} %: 중앙값이 "
                f"{values_ko(groups[0].label)}일 때 {groups[0].median:.4f}, {values_ko(groups[-1].label)}일 때 "
                f"{groups[-1].median:.4f})"
            )
    others = [say(importance.parameter, "ko") for importance in found if not importance.exceeds_chance]
    return [
        *([f"우연으로 보기 어려운 영향은 중요한 순서로 다음과 같습니다: {', '.join(told)}."] if told else []),
        *([f"다음에서는 우연을 넘는 영향이 보이지 않았습니다: {', '.join(others)}."] if others else []),
    ]


def _lead_ko(chosen: tuple[Chosen, ...]) -> str:
    gaps = [(say(other.rank, "ko"), chosen[0].best_val_accuracy - other.best_val_accuracy) for other in chosen[1:]]
    return f"({', '.join(f'{rank}보다 {100 * gap:.2f}%p 높음' for rank, gap in gaps)})" if gaps else ""


def values_ko(words: str) -> str:
    """The record's words for values, which are English, in Korean.

    >>> values_ko("0.01 to 0.3, by its logarithm"), values_ko("8, 16 or 32")
    ('0.01~0.3(로그 척도)', '8, 16, 32')
    """
    between = re.fullmatch(r"(\S+) to (\S+?)(, by its logarithm)?", words)
    if between:
        return f"{between[1]}~{between[2]}" + ("(로그 척도)" if between[3] else "")
    return words.replace(" or ", ", ")
