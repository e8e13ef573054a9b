"""Why the activation functions differ, in sentences made from what was measured.

What is said about them stands beside what these runs show, and whether it holds: no sentence is true of every run.
"""

from __future__ import annotations

from collections.abc import Iterable

from undergrad.experiments import Comparison
from undergrad.insight import Finding, Seen, findings
from undergrad.report.languages import LANGUAGES, Language

#: Claim -> in each language what is claimed, and what was measured, with the finding's numbers put in.
_SENTENCES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "sigmoid_shrinks": (
        (
            "The sigmoid's derivative is at most 1/4, so its gradient shrinks from layer to layer on the way down",
            "시그모이드의 도함수는 최대 1/4이므로 기울기는 아래층으로 갈수록 층마다 줄어든다",
        ),
        (
            "its mean derivative is {derivative}, and the gradient below a layer is at most {greatest_hop} of that "
            "above it",
            "평균 도함수는 {derivative}이고, 한 층의 기울기는 바로 아래층에서 최대 {greatest_hop}배이다",
        ),
    ),
    "sigmoid_vanishes": (
        (
            "The sigmoid network's gradient vanishes before it reaches the first layer",
            "시그모이드 네트워크의 기울기는 첫 층에 닿기 전에 소실된다",
        ),
        (
            "the first layer's gradient is {first_to_last} of the last layer's, and below {threshold} is called "
            "vanishing",
            "첫 층의 기울기는 마지막 층의 {first_to_last}배이며, {threshold} 미만일 때 소실이라고 한다",
        ),
    ),
    "sigmoid_shrinks_most": (
        (
            "Of these activation functions it is the sigmoid that shrinks the gradient most",
            "이 활성화 함수들 중 기울기를 가장 많이 줄이는 것은 시그모이드이다",
        ),
        (
            "the first layer's gradient over the last layer's is {each}",
            "첫 층의 기울기를 마지막 층의 기울기로 나눈 값은 {each}이다",
        ),
    ),
    "sigmoid_unfinished": (
        (
            "The sigmoid network has too few epochs: it is still learning when they are over",
            "시그모이드 네트워크에는 에포크가 부족하다. 끝날 때에도 아직 학습 중이다",
        ),
        (
            "over the last tenth of its {epochs} epochs its cross-entropy fell by {fall}, and under 1 % counts as over",
            "{epochs} 에포크 중 마지막 10분의 1 동안 교차 엔트로피가 {fall} 줄었으며, 1 % 미만이면 끝난 것으로 본다",
        ),
    ),
    "sigmoid_behind": (
        (
            "So the sigmoid is behind the others on the test set, by more than chance",
            "그래서 시그모이드는 테스트에서 다른 함수들보다 우연 이상으로 뒤진다",
        ),
        ("the test accuracies are {each}", "테스트 정확도는 {each}이다"),
    ),
    "relu_gates": (
        (
            "ReLU passes the gradient unchanged where it is active, and not at all where it is not",
            "ReLU는 활성인 곳에서는 기울기를 그대로 보내고, 아닌 곳에서는 전혀 보내지 않는다",
        ),
        (
            "in the hidden layers it passes for {least_active} to {most_active} of units and images",
            "은닉층에서 유닛과 이미지의 {least_active}에서 {most_active}까지 기울기가 통과한다",
        ),
    ),
    "relu_dead": (
        (
            "Some ReLUs never learn: no image activates them",
            "일부 ReLU는 전혀 학습하지 않는다. 어떤 이미지에도 활성화되지 않는다",
        ),
        (
            "in the layer with most of them {dead} of the units are dead at the end",
            "가장 많은 층에서 마지막에 유닛의 {dead}가 죽어 있다",
        ),
    ),
    "tanh_steeper": (
        (
            "Tanh's derivative reaches 1, four times the sigmoid's, so more of the gradient passes",
            "tanh의 도함수는 시그모이드의 네 배인 1에 이르므로 기울기가 더 많이 통과한다",
        ),
        (
            "where the units work, tanh's mean derivative is {tanh} and the sigmoid's {sigmoid}",
            "유닛들이 실제로 동작하는 곳에서 평균 도함수는 tanh가 {tanh}, 시그모이드가 {sigmoid}이다",
        ),
    ),
    "tanh_both_signs": (
        ("Tanh learns on both sides of 0", "tanh는 0의 양쪽에서 학습한다"),
        (
            "in every hidden layer at least {both_signs} of the units have outputs of both signs",
            "모든 은닉층에서 유닛의 {both_signs} 이상이 두 부호의 출력을 모두 낸다",
        ),
    ),
}

_OUTCOMES = {
    "holds": ("{claim}. Measured: {measured}. This holds here.", "{claim}. 측정: {measured}. 여기서는 성립한다."),
    "fails": (
        "{claim}. Measured: {measured}. This does not hold here.",
        "{claim}. 측정: {measured}. 여기서는 성립하지 않는다.",
    ),
}
_ABSENT = (
    "Not in these runs, so neither shown nor refuted: {claims}.",
    "이 실행들에는 없어 확인도 반박도 되지 않은 것: {claims}.",
)

_SHARES = ("fall", "least_active", "most_active", "dead", "both_signs")


def explanation(comparison: Comparison, runs: Iterable[Seen], language: Language = "en") -> list[str]:
    """A sentence for each claim that `runs`, those of the comparison, can judge, and one for all others.

    Empty where none can be judged: nothing was recorded.
    """
    found = findings(runs, _differences(comparison))
    judged = [finding for finding in found if finding.outcome != "absent"]
    if not judged:
        return []
    sentences = [
        _in(_OUTCOMES[finding.outcome], language).format(
            claim=_claim(finding, language), measured=_measured(finding, language)
        )
        for finding in judged
    ]
    absent = [f'"{_claim(finding, language)}"' for finding in found if finding.outcome == "absent"]
    if absent:
        sentences.append(_in(_ABSENT, language).format(claims="; ".join(absent)))
    return sentences


def _claim(finding: Finding, language: Language) -> str:
    return _in(_SENTENCES[finding.claim][0], language)


def _measured(finding: Finding, language: Language) -> str:
    told = {key: _number(key, value) for key, value in finding.numbers.items()}
    number = _percent if finding.claim == "sigmoid_behind" else _plain
    each = ", ".join(f"{name} {number(value)}" for name, value in finding.numbers.items())
    return _in(_SENTENCES[finding.claim][1], language).format(each=each, **told)


def _in(texts: tuple[str, str], language: Language) -> str:
    return texts[LANGUAGES.index(language)]


def _number(key: str, value: float) -> str:
    return _percent(value) if key in _SHARES else _plain(value)


def _percent(value: float) -> str:
    return f"{100 * value:.3g} %"


def _plain(value: float) -> str:
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"


def _differences(comparison: Comparison) -> dict[tuple[str, str], bool]:
    """By activation functions, the better first: whether all networks of the two differ so, by more than chance."""
    activations = {network.name: network.activation for network in comparison.experiment.networks}
    found: dict[tuple[str, str], bool] = {}
    for pair in comparison.differences:
        first, second = activations[pair.first], activations[pair.second]
        found[first, second] = found.get((first, second), True) and pair.exceeds_chance
    return {(first, second): exceeds and (second, first) not in found for (first, second), exceeds in found.items()}
