"""All words of the tables and of the page, in English and Korean: one table, so that neither language lacks a word."""

from __future__ import annotations

import functools

from undergrad.display.languages import LANGUAGES, Language, Text
from undergrad.outputs import Measure
from undergrad.report.column_words import COLUMN_WORDS

_WORDS: dict[str, tuple[str, str]] = {
    # Tables
    "network": ("network", "신경망"),
    "activation": ("activation", "활성화 함수"),
    "best_val_measure": ("best validation {measure}", "최고 검증 {measure}"),
    "best_epoch": ("in epoch", "해당 에포크"),
    "best_epoch_median": ("in epoch (median)", "해당 에포크(중앙값)"),
    "test_measure": ("test {measure}", "테스트 {measure}"),
    "interval": ("95 % interval", "95 % 신뢰구간"),
    "spread": ("spread over seeds", "시드 간 표준편차"),
    "seconds": ("seconds", "시간(초)"),
    "homework": ("homework", "과제의 값"),
    "differences": ("Differences in test {measure}:", "테스트 {measure}의 차이:"),
    "failed_run": (
        "{name} has no result, after {epochs} epochs: {error}.",
        "{name}: {epochs} 에포크 뒤에 결과 없이 끝났습니다({error}).",
    ),
    "doubt_diverged": (
        "diverged, its loss ended at more than twice that of guessing (lower the learning rate)",
        "발산했습니다. 손실이 추측의 두 배를 넘었습니다(학습률을 낮추세요)",
    ),
    "doubt_one_class": (
        "every test sample was given the same class",
        "모든 테스트 표본을 같은 클래스로 예측했습니다",
    ),
    "doubt_guessing": (
        "still guessing, its test {measure} is not better than {chance} by more than chance (train longer, or with "
        "another learning rate)",
        "아직 추측 수준입니다. 테스트 {measure} 값이 {chance}보다 우연 이상으로 좋지 않습니다(더 오래, 또는 다른 "
        "학습률로 학습하세요)",
    ),
    "training_of_data": ("training", "학습"),
    "test_of_data": ("test", "테스트"),
    "baseline": (
        "Baseline: predicting {constant} for every sample reaches a test {measure} of {value}; {each}.",
        "기준선: 모든 표본에 {constant}만 예측하면 테스트 {measure} 값이 {value}입니다. 이에 비해 {each}.",
    ),
    "better_by": ("{name} is better by {gap}", "{name} {gap} 좋음"),
    "worse_by": ("{name} is not better ({gap} behind)", "{name} 더 좋지 않음({gap} 뒤짐)"),
    "may_be_chance": (" (may be chance)", "(우연일 수 있음)"),
    "baseline_not_beaten": (
        "{name} is not better than that baseline by more than chance: the 95 % interval of its test {measure}, "
        "{interval}, does not lie beyond {value}.",
        "{name}: 기준선보다 우연 이상으로 좋다고 할 수 없습니다. 테스트 {measure}의 95 % 신뢰구간 {interval}이 {value} "
        "너머에 있지 않습니다.",
    ),
    "imbalance": (
        "The classes are imbalanced: {share} of the test samples are of the class {name}.",
        "클래스가 불균형합니다. 테스트 표본의 {share}가 클래스 {name}입니다.",
    ),
    "errors": (
        "Errors on the test part, in brackets the 95 % interval",
        "테스트 데이터의 오차, 괄호 안은 95 % 신뢰구간",
    ),
    "errors_first": (
        "Errors of each network's first run on the test part, in brackets the 95 % interval",
        "각 신경망의 첫 실행이 테스트 데이터에서 낸 오차, 괄호 안은 95 % 신뢰구간",
    ),
    "not_measurable": (
        "A - stands where the numbers of the test part do not allow the measure.",
        "-는 테스트 데이터의 수로는 계산할 수 없는 값입니다.",
    ),
    "class_means": ("Means over the classes of the test set", "테스트 세트의 클래스별 값의 평균"),
    "balanced_accuracy": ("balanced accuracy", "균형 정확도"),
    "macro_precision": ("mean precision", "평균 정밀도"),
    "macro_recall": ("mean recall", "평균 재현율"),
    "macro_f": ("mean F", "평균 F값"),
    "per_class_of": ("Each class, by {name}", "{name}의 클래스별 값"),
    "class": ("class", "클래스"),
    "precision": ("precision", "정밀도"),
    "recall": ("recall", "재현율"),
    "f": ("F", "F값"),
    "samples": ("samples", "표본 수"),
    "never_called": (
        "{name}: some classes ({count}) were never predicted on the test set, so their precision, 0/0, counts as 0.",
        "{name}: 어떤 표본도 예측되지 않은 클래스가 있어({count}개) 그 정밀도 0/0은 0으로 셉니다.",
    ),
    "claims": (
        "What is said about the activation functions, held against these runs",
        "활성화 함수에 대한 주장과 이 실행들에서 측정한 값",
    ),
    "claim": ("claim", "주장"),
    "measured": ("measured here", "여기서 측정한 값"),
    "outcome": ("outcome", "결과"),
    "difference": (
        "{first} over {second}: {gap}, {verdict} ({p}, {method})",
        "{first}: {second}보다 {gap}, {verdict} ({p}, {method})",
    ),
    "points": ("{gap} points", "{gap}%p"),
    "gap_up": ("{gap}", "{gap} 높음"),
    "gap_down": ("{gap}", "{gap} 낮음"),
    "exceeds": ("exceeds chance", "우연으로 보기 어려움"),
    "does_not_exceed": ("does not exceed chance", "우연일 수 있음"),
    "McNemar's exact test": ("McNemar's exact test", "맥니마 정확 검정"),
    "DeLong's test": ("DeLong's test", "드롱 검정"),
    "paired permutation test": ("paired permutation test", "대응표본 순열 검정"),
    "paired t-test over seeds": ("paired t-test over seeds", "시드별 대응표본 t-검정"),
    "one_seed": (
        "One seed judges these trained weights; --seeds 5 judges the networks.",
        "시드 하나로는 이번에 학습된 가중치만 비교할 수 있습니다. 신경망 자체는 --seeds 5로 비교하세요.",
    ),
    "protocol_data": ("Data set {name}", "데이터셋 {name}"),
    "protocol_output": ("output {output} ({loss})", "출력 {output}({loss})"),
    "protocol_seed": ("seed {value}", "시드 {value}"),
    "protocol_seeds": ("seeds {value}", "시드 {value}"),
    "machine": (
        "Made with undergrad {undergrad} (code {code}), {versions}; {machine}, {cores} cores.",
        "undergrad {undergrad}(코드 {code}), {versions}로 실행; {machine}, 코어 {cores}개.",
    ),
    "made_from_runs": (
        "made from stored runs; the next report of this name overwrites it",
        "저장된 실행으로 만든 파일, 같은 이름의 다음 보고서가 덮어씀",
    ),
    # A search
    "rank": ("rank", "순위"),
    "1st": ("1st", "1위"),
    "2nd": ("2nd", "2위"),
    "3rd": ("3rd", "3위"),
    "structure_of": ("model structure", "모델 구조"),
    "number_of_epochs": ("number of epochs", "에포크 수"),
    "final_test_measure": ("final test {measure}", "최종 테스트 {measure}"),
    "in_brackets": ("In brackets the 95 % interval.", "괄호 안은 95 % 신뢰구간입니다."),
    "tied_mark": (
        "`=` marks what does not differ from the 1st by more than chance.",
        "`=`는 1위와의 차이가 우연일 수 있음을 뜻합니다.",
    ),
    "repeated": ("Trained again with the seeds {seeds}:", "다음 시드로 다시 학습한 결과: {seeds}"),
    "mean_test_measure": ("mean test {measure}", "평균 테스트 {measure}"),
    "mean_interval": ("95 % interval of the mean", "평균의 95 % 신뢰구간"),
    "layers": ("layers", "은닉층"),
    "own_layers": ("Trained with {classes} of {file}.", "{file}의 {classes}(으)로 학습했습니다."),
    "class_weight": ("class weights", "클래스 가중치"),
    "patience": ("patience", "조기 종료 대기 에포크"),
    "best_by": ("best epoch by", "최적 에포크 기준"),
    "depth": ("depth", "은닉층 수"),
    "width": ("width", "폭"),
    "taper": ("taper", "폭의 비"),
    # The page
    "language": ("Language", "언어"),
    "contents": ("Contents", "목차"),
    "results": ("Results", "결과"),
    "explanation": ("Explanation", "설명"),
    "curves": ("{Measure} and loss", "{measure}, 손실"),
    "series": ("Shown curves", "표시할 곡선"),
    "training_part": ("training", "학습"),
    "validation_part": ("validation", "검증"),
    "measured_as": ("{measure}", "{measure}"),
    "loss": ("loss", "손실"),
    "measure_chart": ("{Measure} per epoch", "에포크별 {measure}"),
    "loss_chart": ("Loss per epoch, without the L2 term", "에포크별 손실(L2 항 제외)"),
    "epoch": ("epoch", "에포크"),
    "chart_help": (
        "Move over a chart for its values; with the keyboard, focus it and use the arrow keys. A ring marks the best "
        "epoch.",
        "그래프 위에 포인터를 올리면 값이 보입니다. 키보드로는 그래프에 초점을 두고 화살표 키를 쓰세요. 고리는 "
        "최고 에포크입니다.",
    ),
    "as_table": ("{title}: as a table", "{title}: 표로 보기"),
    "calibration": ("Are the probabilities right?", "확률이 맞는가(보정)"),
    "calibration_help": (
        "The test samples in groups of about equal size, by the probability that a network gave to the class it "
        "predicted: across the mean probability of a group, upwards the share of it that was right, with the 95 % "
        "interval (Wilson). On the dashed line both are the same; below it the network was too sure.",
        "테스트 표본을 신경망이 예측한 클래스에 준 확률에 따라 비슷한 크기의 그룹으로 나누었습니다. 가로는 그룹의 "
        "평균 확률, 세로는 그중 맞은 비율과 95 % 신뢰구간(Wilson)입니다. 점선 위에서는 둘이 같고, 그 아래면 신경망이 "
        "지나치게 확신한 것입니다.",
    ),
    "calibration_of": ("Calibration of {name}", "{name}의 보정"),
    "probability": ("mean probability", "평균 확률"),
    "right": ("share right", "맞은 비율"),
    "calibration_error": (
        "Expected calibration error {error}: for an average test sample, the probability that was given to the "
        "predicted class is {points} points from how often that is right.",
        "기대 보정 오차 {error}: 테스트 표본 하나에서 예측한 클래스에 준 확률은 실제로 맞는 비율과 평균 {points}%p "
        "다릅니다.",
    ),
    "calibration_over": (
        "The network is too sure of itself: it says {probability} on average, and {right} are right.",
        "신경망이 지나치게 확신합니다. 평균 {probability}라고 하지만 {right}가 맞습니다.",
    ),
    "calibration_under": (
        "The network is less sure than it could be: it says {probability} on average, and {right} are right.",
        "신경망이 필요한 것보다 덜 확신합니다. 평균 {probability}라고 하지만 {right}가 맞습니다.",
    ),
    "calibration_neither": (
        "On the whole it is neither too sure nor too unsure by more than chance: it says {probability} on average, and "
        "{right} are right.",
        "전체로는 우연을 넘는 과신이나 과소 확신이 없습니다. 평균 {probability}라고 하고 {right}가 맞습니다.",
    ),
    "calibration_off": (
        "In {off} of {groups} groups the interval leaves the line out.",
        "그룹 {groups}개 중 {off}개에서 신뢰구간이 점선을 벗어납니다.",
    ),
    "agreement": ("Predicted and true numbers", "예측값과 실제값"),
    "agreement_help": (
        "Each dot is a test sample. First its prediction over the true number, equal on the dashed line; then its "
        "residual, true minus predicted, over the prediction. A network that misses nothing leaves residuals without a "
        "pattern: a bend is a shape that it has not learned, a funnel an error that grows with the number.",
        "점 하나가 테스트 표본입니다. 먼저 실제값(가로)에 대한 예측값(세로)으로, 점선 위에서는 둘이 같습니다. 다음은 "
        "예측값에 대한 잔차(실제값 - 예측값)입니다. 놓친 것이 없으면 잔차에 무늬가 없습니다. 휘어 있으면 배우지 못한 "
        "형태가, 깔때기 모양이면 값과 함께 커지는 오차가 있는 것입니다.",
    ),
    "predicted_of": ("{name}: predicted against true", "{name}: 실제값에 대한 예측값"),
    "residuals_of": ("{name}: residuals against predicted", "{name}: 예측값에 대한 잔차"),
    "true_number": ("true", "실제값"),
    "predicted_number": ("predicted", "예측값"),
    "residual": ("residual (true - predicted)", "잔차(실제값 - 예측값)"),
    "residual_mean": ("mean residual", "평균 잔차"),
    "residual_deviation": ("standard deviation of the residual", "잔차의 표준편차"),
    "predicted_mean": ("mean predicted", "예측값의 평균"),
    "true_mean": ("mean true", "실제값의 평균"),
    "tenths_of": ("{name}: groups by the predicted number", "{name}: 예측값에 따른 그룹"),
    "dots_all": ("All {samples} test samples.", "테스트 표본 {samples}개 전부입니다."),
    "dots_some": (
        "{shown} of the {samples} test samples, drawn at random with the seed 0.",
        "테스트 표본 {samples}개 중 시드 0으로 무작위로 뽑은 {shown}개입니다.",
    ),
    "targets_left": (
        "The first {shown} of {targets} numbers are drawn.",
        "예측하는 수 {targets}개 중 처음 {shown}개만 그렸습니다.",
    ),
    "group": ("group", "그룹"),
    "confusion": ("Confusion matrix", "오차 행렬"),
    "confusion_help": (
        "Test samples by their true class (rows) and the class that was predicted (columns).",
        "테스트 표본을 실제 클래스(행)와 예측된 클래스(열)로 나눈 수입니다.",
    ),
    "confusion_of": ("Confusion matrix of {name}", "{name}의 오차 행렬"),
    "true_class": ("true", "실제"),
    "predicted_class": ("predicted", "예측"),
    "true_axis": ("true class", "실제 클래스"),
    "predicted_axis": ("predicted class", "예측된 클래스"),
    "confused": ("Most often: {pairs}.", "가장 잦은 혼동: {pairs}."),
    "confused_pair": ("{true} predicted as {predicted} ({count})", "{true} → {predicted} ({count})"),
    "many_classes": (
        "With {classes} classes a matrix would not be readable; only the most frequent confusions are shown.",
        "클래스가 {classes}개라 행렬 대신 가장 자주 혼동된 쌍만 보입니다.",
    ),
    "worst": ("The most wrong test samples", "가장 크게 틀린 테스트 표본"),
    "worst_help": (
        "Those whose true class got the smallest probability, and the probabilities of the likeliest classes.",
        "실제 클래스에 가장 작은 확률을 준 표본과, 확률이 큰 클래스들입니다.",
    ),
    "sample": ("test sample {row}", "테스트 표본 {row}"),
    "sample_image": (
        "Test sample {row}, a {label}, predicted as {predicted}",
        "테스트 표본 {row}, 실제 {label}, 예측 {predicted}",
    ),
    "weights": ("Weights of the first layer", "첫 층의 가중치"),
    "weights_help": (
        "Each picture holds the weights from all pixels to one unit of the first layer, or a convolution's filter; of "
        "many, those with the largest weights are shown. Orange is positive, blue negative, the middle 0.",
        "그림 하나는 모든 픽셀에서 첫 층의 유닛 하나로 가는 가중치이거나 합성곱의 필터이며, 많으면 가중치가 큰 것만 "
        "보입니다. 주황은 양수, 파랑은 음수, 가운데 색은 0입니다.",
    ),
    "weights_of": ("{name}: {shown} of {units} units", "{name}: 유닛 {units}개 중 {shown}개"),
    "filters": ("What each filter sees", "필터별 특징 맵"),
    "filters_help": (
        "In the first column the filters of the first convolution, in the first row the most wrong test samples; where "
        "they meet, the filter's feature map of the sample, after the activation function if one "
        "follows. Orange is positive, blue negative, the middle 0; colours follow the square root of a number, so that "
        "weak ones are visible.",
        "첫 열은 첫 합성곱의 필터이고 첫 행은 가장 크게 틀린 테스트 표본이며, 만나는 칸은 그 필터가 그 표본에서 만든 "
        "특징 맵입니다. 활성화 함수가 뒤따르면 그 출력입니다. 주황은 양수, 파랑은 음수, 가운데 색은 0이며, 약한 값도 "
        "보이도록 색의 세기는 값의 제곱근을 따릅니다.",
    ),
    "filters_of": (
        "{name}: the output of {layers}, for {shown} of {units} filters and {samples} of the {worst} most wrong "
        "samples; the strongest colour is {largest}",
        "{name}: {layers}의 출력, 필터 {units}개 중 {shown}개, 가장 크게 틀린 표본 {worst}개 중 {samples}개, 가장 진한 "
        "색은 {largest}",
    ),
    "filters_own": (
        "{name}: left out, since a report does not run the user's own layers ({classes}).",
        "{name}: 보고서는 직접 만든 층({classes})을 실행하지 않으므로 생략했습니다.",
    ),
    "filter": ("filter", "필터"),
    "filter_number": ("Filter {number}", "필터 {number}"),
    "filter_map": ("Filter {number} on test sample {row}", "테스트 표본 {row}에 대한 필터 {number}의 특징 맵"),
    "gradients": ("Gradients, layer by layer", "층별 기울기"),
    "activity": ("Activity, layer by layer", "층별 활성"),
    "measure": ("Measure", "측정값"),
    "upstream_norm": ("norm of dLoss/dz", "dLoss/dz의 노름"),
    "upstream_rms": ("RMS of dLoss/dz", "dLoss/dz의 RMS"),
    "gradient_norm": ("norm of dW", "dW의 노름"),
    "gradient_rms": ("RMS of dW", "dW의 RMS"),
    "weight_norm": ("norm of W", "W의 노름"),
    "update_ratio": ("size of a step / size of W", "갱신 크기 / W의 크기"),
    "derivative": ("mean derivative / its maximum", "평균 도함수 / 최댓값"),
    "dead": ("dead units", "죽은 유닛"),
    "near_dead": ("nearly dead units", "거의 죽은 유닛"),
    "saturated": ("saturated units", "포화된 유닛"),
    "both_signs": ("units with outputs of both signs", "두 부호의 출력을 내는 유닛"),
    "dormant": ("dormant units", "휴면 유닛"),
    "derivative_histogram": ("units by their mean derivative", "평균 도함수별 유닛 수"),
    "of_maximum": ("derivative / its maximum", "도함수 / 최댓값"),
    "growth": ("norm of dW / its median before", "dW의 노름 / 이전 중앙값"),
    "first_to_last": (
        "Gradient at the first layer / gradient at the last",
        "첫 층의 기울기 / 마지막 층의 기울기",
    ),
    # Definitions of measures: z = x W + b is a layer's output, h = f(z) the output of its activation function
    "about_upstream_norm": (
        "The root of the sum of squares of dLoss/dz, the gradient that arrives at the layer's output z = x W + b from "
        "above.",
        "위에서 층의 출력 z = x W + b에 도달하는 기울기 dLoss/dz의 제곱합의 제곱근입니다.",
    ),
    "about_upstream_rms": (
        "The root of the mean square of dLoss/dz, the gradient that arrives at the layer's output z = x W + b from "
        "above: unlike the norm, it does not grow with the layer's width.",
        "위에서 층의 출력 z = x W + b에 도달하는 기울기 dLoss/dz의 제곱평균제곱근으로, 노름과 달리 층의 폭에 따라 "
        "커지지 않습니다.",
    ),
    "about_gradient_norm": (
        "The root of the sum of squares of dW, the gradient of the layer's weights, its L2 term included.",
        "층의 가중치에 대한 기울기 dW(L2 항 포함)의 제곱합의 제곱근입니다.",
    ),
    "about_gradient_rms": (
        "The root of the mean square of dW, the gradient of the layer's weights, its L2 term included: unlike the "
        "norm, it does not grow with the number of weights.",
        "층의 가중치에 대한 기울기 dW(L2 항 포함)의 제곱평균제곱근으로, 노름과 달리 가중치 수에 따라 커지지 않습니다.",
    ),
    "about_weight_norm": (
        "The root of the sum of squares of the layer's weights W.",
        "층의 가중치 W의 제곱합의 제곱근입니다.",
    ),
    "about_update_ratio": (
        "Learning rate · norm of dW / norm of W / (1 - momentum): how far a step goes, compared with the weights "
        "themselves. Optimizers that scale each entry by itself have no such number.",
        "학습률 · dW의 노름 / W의 노름 / (1 - 모멘텀)으로, 한 번의 갱신이 가중치에 비해 얼마나 큰지를 나타냅니다. "
        "성분마다 크기를 따로 조절하는 옵티마이저에는 이 값이 없습니다.",
    ),
    "about_derivative": (
        "The mean over units and validation images of the activation function's derivative f'(z), divided by its "
        "maximum: 1/4 for sigmoid, 1 for ReLU and tanh.",
        "활성화 함수의 도함수 f'(z)를 유닛과 검증 이미지에 걸쳐 평균하고 최댓값으로 나눈 값입니다. 최댓값은 "
        "시그모이드가 1/4, ReLU와 tanh가 1입니다.",
    ),
    "about_derivative_histogram": (
        "How many of the layer's units have a mean derivative over the validation images, divided by its maximum, in "
        "each tenth of 0 to 1: the stronger the colour, the more units. For ReLU that is the share of the images, of "
        "a feature map the share of all their places, on which a unit is active.",
        "검증 이미지에 대한 평균 도함수를 최댓값으로 나눈 값이 0에서 1까지의 각 10분의 1 구간에 드는 유닛 수로, 색이 "
        "뚜렷할수록 많습니다. ReLU에서 이 값은 유닛이 활성인 이미지의 비율이며, 특징 맵이면 활성인 위치의 "
        "비율입니다.",
    ),
    "about_dead": (
        "Share of the units whose derivative f'(z) is 0 for every validation image, so that no gradient passes: a ReLU "
        "that is never active.",
        "모든 검증 이미지에서 도함수 f'(z)가 0이라 기울기가 지나가지 못하는 유닛의 비율입니다. ReLU라면 한 번도 활성이 "
        "되지 않는 유닛입니다.",
    ),
    "about_near_dead": (
        "Share of the units whose derivative f'(z) is not 0 for under 1 % of the validation images; the dead units are "
        "counted too.",
        "도함수 f'(z)가 0이 아닌 검증 이미지가 1 % 미만인 유닛의 비율이며, 죽은 유닛도 포함합니다.",
    ),
    "about_saturated": (
        "Share of the units that lie beyond 95 % of their range for over 95 % of the validation images. Sigmoid and "
        "tanh have a range, ReLU has none.",
        "검증 이미지의 95 % 넘게에서 출력이 범위의 95 %를 벗어나는 유닛의 비율입니다. 시그모이드와 tanh에는 범위가 "
        "있고 ReLU에는 없습니다.",
    ),
    "about_dormant": (
        "Share of the units whose mean size of h = f(z) is at most 0.025 of the layer's mean (Sokar et al. 2023).",
        "h = f(z)의 평균 크기가 층 평균의 0.025배 이하인 유닛의 비율입니다(Sokar et al. 2023).",
    ),
    "about_both_signs": (
        "Share of the units with h = f(z) above 0 for some validation images and below 0 for others: tanh can, sigmoid "
        "and ReLU cannot.",
        "h = f(z)가 어떤 검증 이미지에서는 0보다 크고 다른 이미지에서는 작은 유닛의 비율입니다. tanh만 그럴 수 있고 "
        "시그모이드와 ReLU는 그럴 수 없습니다.",
    ),
    "no_measure": (
        "{title}: there is no such measure for its layers, or no finite number.",
        "{title}: 이 층들에는 없는 측정값이거나 유한한 수가 없습니다.",
    ),
    "layer": ("layer", "층"),
    "verdicts": ("Problems", "정상이 아닌 점"),
    "no_verdicts": ("No problems were found.", "이상이 발견되지 않았습니다."),
    "verdict": ("verdict", "판정"),
    "severity": ("severity", "정도"),
    "epochs": ("epochs", "에포크"),
    "worst_value": ("worst value", "가장 나쁜 값"),
    "worst_epoch": ("seen in epoch", "관측된 에포크"),
    "numbers": ("with", "함께 본 값"),
    "not_finite": ("not finite", "유한하지 않음"),
    "verdict_note": (
        "{verdict}: {conditions}. Source: {source}.",
        "{verdict}: {conditions}. 출처: {source}.",
    ),
    "warning": ("warning", "경고"),
    "severe": ("severe", "심각"),
    "verdict_vanishing": ("vanishing gradient", "기울기 소실"),
    "verdict_exploding": ("exploding gradient", "기울기 폭발"),
    "verdict_dead": ("dead units", "죽은 유닛"),
    "verdict_near_dead": ("nearly dead units", "거의 죽은 유닛"),
    "verdict_saturated": ("saturated units", "포화된 유닛"),
    "verdict_low_derivative": ("small derivative", "작은 도함수"),
    "verdict_slow": ("steps too small", "너무 작은 갱신"),
    "verdict_fast": ("steps too large", "너무 큰 갱신"),
    "search": ("The search", "탐색"),
    "trials": ("trials", "시도"),
    "trial": ("trial", "시도"),
    "parallel": ("Every trial: its values and its validation {measure}", "모든 시도: 값과 도달한 검증 {measure}"),
    "parallel_help": (
        "One line per trial; the better its best validation {measure}, the stronger its colour. Move over a line, or "
        "focus the chart and use the arrow keys, for its values.",
        "선 하나가 시도 하나이며 최고 검증 {measure} 값이 좋을수록 색이 뚜렷합니다. 선 위에 포인터를 올리거나, "
        "그래프에 초점을 두고 화살표 키를 쓰면 값이 보입니다.",
    ),
    "importance": ("What mattered", "무엇이 중요했나"),
    "importance_help": (
        "Share of the order of trials by validation {measure} that a parameter explains; filled where that exceeds "
        "chance.",
        "각 하이퍼파라미터가 시도의 검증 {measure} 순위를 설명하는 비율입니다. 우연으로 보기 어려우면 채워서 그립니다.",
    ),
    "share_of_order": ("share of the order of trials", "시도 순위를 설명하는 비율"),
    "parameter": ("parameter", "하이퍼파라미터"),
    "explains": ("explains", "설명 비율"),
    "values": ("values", "값"),
    "median": ("median validation {measure}", "검증 {measure} 중앙값"),
    "best": ("best", "최고"),
    "status": ("status", "상태"),
    "complete": ("complete", "완료"),
    "stopped": ("stopped early", "조기 중단"),
    "failed": ("failed", "실패"),
    "running": ("running", "진행 중"),
    "specification": ("Specification", "명세"),
    "specification_own": ("What differs from run to run", "실행마다 다른 값"),
    "specification_shared": ("What all runs have in common", "모든 실행에 공통인 값"),
    "parameter_value": ("value", "값"),
    "structure": ("structure", "구조"),
    "seed": ("seed", "시드"),
    "data": ("data", "데이터"),
    "hidden": ("hidden layers", "은닉층"),
    "no_hidden": ("none", "없음"),
    "learning_rate": ("learning rate", "학습률"),
    "batch_size": ("batch size", "배치 크기"),
    "reg_lambda": ("L2 lambda", "L2 람다"),
    "optimizer": ("optimizer", "옵티마이저"),
    "clip_norm": ("largest norm of the gradients", "기울기 노름의 상한"),
    "momentum": ("momentum", "모멘텀"),
    "schedule": ("learning-rate schedule", "학습률 스케줄"),
    "order": ("order of the samples", "표본 순서"),
    "step_at": ("steps of the schedule at", "스케줄 단계 위치"),
    "step_factor": ("factor of a step", "단계별 배율"),
    "validation": ("share kept for validation", "검증용 비율"),
    "dtype": ("dtype", "자료형"),
    "engine": ("engine", "엔진"),
    "identity": ("identity", "식별자"),
    "machines": ("Versions and machine", "버전과 컴퓨터"),
    "downloads": ("Data of this page, as CSV", "이 페이지의 데이터(CSV)"),
    "details_first": (
        "Details are shown for {shown} of {runs} runs.",
        "자세한 그림은 실행 {runs}개 중 {shown}개만 보입니다.",
    ),
    "files_gone": (
        "{name}: its weights, confusion matrix and most wrong samples are left out; missing in its folder: {files}.",
        "{name}: 가중치, 오차 행렬, 가장 크게 틀린 표본 생략, 폴더에 없는 파일: {files}.",
    ),
    "no_data_here": (
        "Images are left out: the data set is not on this machine, or is not the one that these runs were trained on.",
        "데이터셋이 이 컴퓨터에 없거나 학습에 쓴 것과 달라서 이미지는 생략했습니다.",
    ),
    "no_probabilities": (
        "{name} was stored by a version that stored no probabilities; train it again to see its most wrong samples.",
        "{name}: 확률을 저장하지 않던 버전의 실행입니다. 다시 학습하면 가장 크게 틀린 표본을 볼 수 있습니다.",
    ),
    "no_insight": (
        "Nothing was recorded about the inside of these networks; train with --insight to see gradients and activity.",
        "신경망 내부 기록이 없습니다. --insight로 학습하면 기울기와 활성을 볼 수 있습니다.",
    ),
    "no_insight_of": (
        "Nothing was recorded about the inside of {names}.",
        "내부 기록이 없는 실행: {names}.",
    ),
    "without_script": (
        "This page draws itself with JavaScript, which is switched off; report.md has the same table.",
        "이 페이지는 자바스크립트로 그려집니다. 꺼져 있다면 report.md에서 같은 표를 볼 수 있습니다.",
    ),
    # The page while training runs
    "live_progress": ("Progress", "진행 상황"),
    "live_running": ("Training is under way", "학습 진행 중"),
    "live_lost": (
        "No connection to the training: this is the last known state; the page continues when it answers again",
        "학습과 연결이 끊겼습니다. 마지막으로 받은 내용이며, 다시 연결되면 이어집니다",
    ),
    "live_ended": ("Training has ended; this page stays as it is", "학습이 끝났습니다. 이 페이지는 그대로 남습니다"),
    "live_interrupted": (
        "Training was interrupted; --resume continues it, and this page stays as it is",
        "학습이 중단되었습니다. --resume으로 이어서 할 수 있으며, 이 페이지는 그대로 남습니다",
    ),
    "live_failed": (
        "Training has failed; the terminal says why, and this page stays as it is",
        "학습이 실패했습니다. 까닭은 터미널에 있으며, 이 페이지는 그대로 남습니다",
    ),
    "live_epochs": ("{done} of {total} epochs.", "에포크 {total}개 중 {done}개."),
    "no_trial_yet": (
        "No trial has ended yet; each is ranked here when it has.",
        "아직 끝난 시도가 없습니다. 끝나는 대로 여기에 순위와 함께 나타납니다.",
    ),
    "live_trials": ("{done} of {total} trials.", "시도 {total}개 중 {done}개."),
    "live_left": ("About {time} left.", "약 {time} 남음."),
    "live_best": (
        "Best validation {measure} so far: {value} ({name}, epoch {epoch}).",
        "지금까지 최고 검증 {measure}: {value} ({name}, 에포크 {epoch}).",
    ),
}

_WORDS |= COLUMN_WORDS


def say(key: str, language: Language, **values: object) -> str:
    """The words called `key`, with `values` put in."""
    return _WORDS[key][LANGUAGES.index(language)].format(**values)


def say_parameter(name: str, language: Language) -> str:
    """The name of a search's parameter. A hole in a text has the name that its author chose."""
    return say(name, language) if name in _WORDS else name


def say_of(measure: Measure, key: str, language: Language, **values: object) -> str:
    """The words called `key`, if they are about a measure."""
    return say(key, language, **named(measure, language), **values)


def named(measure: Measure, language: Language) -> dict[str, str]:
    """A measure's name within a sentence and at its beginning, for the words."""
    words = measure.words[language]
    return {"measure": words, "Measure": words[:1].upper() + words[1:]}


def gap(measure: Measure, merit: float, language: Language) -> str:
    """How much better (or, below 0, worse) a network is than another; for shares in points of 100."""
    size = measure.gap(abs(merit))
    text = say("points", language, gap=size) if measure.is_share else size
    return say("gap_up" if (merit > 0) == measure.higher_is_better else "gap_down", language, gap=text)


def text(key: str, **values: object) -> Text:
    """The words called `key` in each language."""
    return {language: say(key, language, **values) for language in LANGUAGES}


def all_words(language: Language, measure: Measure) -> dict[str, str]:
    """All words, about that measure, for the page to fill in its numbers."""
    names = named(measure, language).items()
    return {
        key: functools.reduce(lambda words, name: words.replace(f"{{{name[0]}}}", name[1]), names, words)
        for key, words in ((key, both[LANGUAGES.index(language)]) for key, both in _WORDS.items())
    }
