"""The claims about the activation functions, the measurements of these runs, and whether the claims hold.

No claim holds in every run, and only comparable networks are compared: those that differ only in activation function
and seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from undergrad.display.languages import LANGUAGES, Language
from undergrad.experiments import Comparison, Network
from undergrad.insight import Finding, Seen, findings
from undergrad.layers import ACTIVATIONS
from undergrad.outputs import Output
from undergrad.report.markdown import paragraph, table
from undergrad.report.tables import protocol
from undergrad.report.words import say

#: Claim -> in each language the claim, and the measurement with places for the finding's numbers.
_SENTENCES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "sigmoid_shrinks": (
        (
            "The sigmoid's derivative is at most 1/4, so its gradient shrinks from layer to layer on the way down",
            "시그모이드의 도함수는 최대 1/4이므로 기울기는 아래층으로 갈수록 층마다 줄어듭니다",
        ),
        (
            "its mean derivative is {derivative}, and the gradient below a layer is at most {greatest_hop} of that "
            "above it",
            "평균 도함수는 {derivative}이고, 기울기는 한 층을 내려갈 때마다 최대 {greatest_hop}배가 됩니다",
        ),
    ),
    "sigmoid_vanishes": (
        (
            "The sigmoid network's gradient vanishes before it reaches the first layer",
            "시그모이드 신경망의 기울기는 첫 층에 닿기 전에 소실됩니다",
        ),
        (
            "the first layer's gradient is {first_to_last} of the last layer's, and below {threshold} is called "
            "vanishing",
            "첫 층의 기울기는 마지막 층의 {first_to_last}배이며, {threshold} 미만일 때 소실이라고 합니다",
        ),
    ),
    "sigmoid_shrinks_most": (
        (
            "Of these activation functions it is the sigmoid that shrinks the gradient most",
            "이 활성화 함수들 중 기울기를 가장 많이 줄이는 것은 시그모이드입니다",
        ),
        (
            "the first layer's gradient over the last layer's is {each}",
            "첫 층의 기울기를 마지막 층의 기울기로 나눈 값: {each}",
        ),
    ),
    "sigmoid_unfinished": (
        (
            "The sigmoid network has too few epochs: it is still learning when they are over",
            "시그모이드 신경망에는 에포크가 부족합니다. 끝날 때에도 아직 학습 중입니다",
        ),
        (
            "over the last tenth of its {epochs} epochs its {loss} fell by {fall}, to {left} of that of "
            "guessing{others}; a training is called over where it falls by less than 1 % and is below 90 % of guessing",
            "{epochs} 에포크 중 마지막 10분의 1 동안 {loss} 값이 {fall} 줄어 추측의 {left}가 되었습니다{others}. "
            "1 % 미만으로 줄고 추측의 90 %보다 낮으면 끝난 것으로 봅니다",
        ),
    ),
    "sigmoid_behind": (
        (
            "The sigmoid is behind the others on the test set, by more than chance",
            "시그모이드는 테스트에서 다른 함수들보다 우연 이상으로 뒤집니다",
        ),
        ("of the test set, the {measure} is {each}", "테스트 {measure}: {each}"),
    ),
    "relu_gates": (
        (
            "ReLU passes the gradient unchanged where it is active, and not at all where it is not",
            "ReLU는 활성인 곳에서는 기울기를 그대로 보내고, 아닌 곳에서는 전혀 보내지 않습니다",
        ),
        (
            "after the last epoch it passes for {active} of the units and validation images, layer by layer",
            "마지막 에포크 뒤에 층별로 유닛과 검증 이미지의 {active}에서 기울기가 통과합니다",
        ),
    ),
    "relu_dead": (
        (
            "Some ReLUs no longer learn: no image activates them",
            "일부 ReLU는 더 이상 학습하지 않습니다. 어떤 이미지에도 활성화되지 않습니다",
        ),
        (
            "after the last epoch, in the layer with most of them, {dead} of the units are active for none of the "
            "validation images",
            "마지막 에포크 뒤에 가장 많은 층에서 유닛의 {dead}가 어떤 검증 이미지에도 활성화되지 않습니다",
        ),
    ),
    "tanh_steeper": (
        (
            "Tanh's derivative reaches 1, four times the sigmoid's, so more of the gradient passes",
            "tanh의 도함수는 시그모이드의 네 배인 1에 이르므로 기울기가 더 많이 통과합니다",
        ),
        (
            "where the units work, tanh's mean derivative is {tanh} and the sigmoid's {sigmoid}",
            "유닛들이 실제로 동작하는 곳에서 평균 도함수: tanh {tanh}, 시그모이드 {sigmoid}",
        ),
    ),
    "tanh_both_signs": (
        ("Tanh learns on both sides of 0", "tanh는 0의 양쪽에서 학습합니다"),
        (
            "in the hidden layer with fewest of them, {both_signs} of the units have outputs of both signs",
            "가장 적은 은닉층에서도 유닛의 {both_signs}가 두 부호의 출력을 모두 냅니다",
        ),
    ),
}

_OUTCOMES = {
    "holds": ("✓ holds", "✓ 성립합니다"),
    "fails": ("✗ does not hold", "✗ 성립하지 않습니다"),
    "no_run": ("– not in these runs", "– 이 실행들에 없습니다"),
    "no_insight": ("– not recorded; train with --insight", "– 기록되지 않았습니다(--insight로 학습)"),
    "not_measured": ("– not measured", "– 측정되지 않았습니다"),
    "no_test": (
        "– not tested: that takes runs with the same seeds",
        "– 검정되지 않았습니다(같은 시드의 실행이 필요합니다)",
    ),
    "too_short": ("– too few epochs to tell", "– 판단하기에 에포크가 너무 적습니다"),
}
_OTHERS = ("; in the same time that of {each}", ". 같은 동안 {each}")

_SHARES = ("fall", "left", "least_active", "most_active", "dead", "both_signs")
#: Claims whose numbers for each activation function are shares.
_EACH_SHARES = ("sigmoid_unfinished",)
#: The claim whose numbers for each activation function are test measures.
_OF_THE_TEST = "sigmoid_behind"


#: The keys of the column titles of an Explained's rows.
CLAIM_COLUMNS = ("claim", "measured", "outcome")


class Explained(msgspec.Struct, frozen=True):
    """The claims about networks that differ only in the activation function."""

    #: What they have in common; empty if the comparison has no other networks.
    title: str
    #: Three texts for each claim: the claim, the measurement, whether it holds.
    rows: list[list[str]]


def explanation(
    comparison: Comparison, runs: Iterable[tuple[Network, Seen]], language: Language = "en"
) -> list[Explained]:
    """Every claim judged by `runs`, the comparison's, once for each kind of network that can judge a claim."""
    alike: dict[tuple[str, Network], list[tuple[Network, Seen]]] = {}
    for network, seen in runs:
        rest = replace(network, name="", layers="", homework=None)
        alike.setdefault((network.architecture.skeleton, rest), []).append((network, seen))
    explained = []
    for group in alike.values():
        networks = tuple(dict.fromkeys(network for network, _ in group))
        verdicts = findings((seen for _, seen in group), _differences(comparison, networks))
        if any(finding.outcome != "absent" for finding in verdicts):
            title = protocol(msgspec.structs.replace(comparison.experiment, networks=networks), language)
            rows = [_row(finding, networks[0].puts_out, language) for finding in verdicts]
            explained.append(Explained(title * (len(alike) > 1), rows))
    return explained


def explained_md(explained: Iterable[Explained], language: Language) -> list[str]:
    """Lines of Markdown: a table for each kind of network."""
    lines: list[str] = []
    for group in explained:
        titles = [say(key, language) for key in CLAIM_COLUMNS]
        lines += ["", paragraph(group.title or f"{say('claims', language)}:"), "", *table(titles, group.rows)]
    return lines


def _row(finding: Finding, output: Output, language: Language) -> list[str]:
    claim, measured = _SENTENCES[finding.claim]
    outcome = _OUTCOMES[finding.why or finding.outcome]
    return [
        _in(claim, language),
        "" if finding.outcome == "absent" else _in(measured, language).format(**_numbers(finding, output, language)),
        _in(outcome, language),
    ]


def _numbers(finding: Finding, output: Output, language: Language) -> dict[str, str]:
    """The finding's numbers for a sentence, with the names of measure and loss."""
    numbers, measure = finding.numbers, output.measure
    is_share = finding.claim in _EACH_SHARES or (finding.claim == _OF_THE_TEST and measure.is_share)
    number = _percent if is_share else measure.text if finding.claim == _OF_THE_TEST else _plain
    each = ", ".join(f"{name} {number(value)}" for name, value in numbers.items() if name in ACTIVATIONS)
    texts = {key: _percent(value) if key in _SHARES else _plain(value) for key, value in numbers.items()}
    texts |= {"each": each, "others": _in(_OTHERS, language).format(each=each) if each else ""}
    texts |= {"measure": measure.words[language], "loss": output.loss_words[language]}
    if "least_active" in texts:
        ends = texts["least_active"], texts["most_active"]
        texts["active"] = " - ".join(dict.fromkeys(ends))
    return texts


def _in(texts: tuple[str, str], language: Language) -> str:
    return texts[LANGUAGES.index(language)]


def _percent(value: float) -> str:
    return f"{100 * value:.{3 if abs(value) >= 0.1 else 2}g}\u00a0%"  # a no-break space


def _plain(value: float) -> str:
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"


def _differences(comparison: Comparison, networks: Iterable[Network]) -> dict[tuple[str, str], bool]:
    """For two activation functions, the better first: whether all their `networks` differ so by more than chance."""
    activations = {network.name: network.activation for network in networks}
    beyond: dict[tuple[str, str], bool] = {}
    for pair in comparison.differences:
        if pair.first in activations and pair.second in activations:
            key = activations[pair.first], activations[pair.second]
            beyond[key] = beyond.get(key, True) and pair.exceeds_chance
    return {(first, second): exceeds and (second, first) not in beyond for (first, second), exceeds in beyond.items()}
