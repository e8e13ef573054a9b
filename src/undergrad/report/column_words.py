"""The words of a report about a table's columns, in English and Korean; `undergrad.report.words` has the others."""

from __future__ import annotations

from undergrad.data.table import column
from undergrad.display.languages import Language

_KOREAN_STEPS = {
    "left_out": "제외: {about}",
    "one_feature": "특징 {about}개(0 또는 1)",
    "features": "특징 {about}개(각각 0 또는 1)",
    "missing_feature": "빠진 값도 특징 하나",
    "rest_feature": "나머지 값도 특징 하나",
    "standardised": "표준화",
    "in_year_week": "연중 위치와 주중 위치를 더함",
    "in_year_week_day": "연중·주중·하루 중 위치를 더함",
    "missing_median": "빠진 값은 중앙값으로 채우고 빠졌음을 특징으로 둠",
    "written": "표기: {about}",
    "read_as": "{about} 순서로 읽음",
    "could_be": "{about} 순서일 수도 있음",
    "because": "이유: {about}",
    "text_missing": "숫자가 아닌 텍스트는 빠진 값으로 봄",
    "mostly_numbers": "{about}칸이 숫자: --column 이름=number로 숫자로 읽고 나머지는 빠진 값으로 볼 수 있음",
    "currencies": "통화가 섞인 금액({about}): 한 통화로 바꾸면 숫자로 읽힘",
    "alike": "대소문자만 다른 값이 있음: {about}",
    "thousands": "{about}의 점을 소수점으로 읽음. 다른 열은 소수점 쉼표를 쓰므로 점이 천 단위 구분이면 점을 빼세요",
    "far": "{about} 값이 다른 값들과 아주 멀리 떨어져 있어 나머지는 거의 같은 값이 됨",
}

COLUMN_WORDS: dict[str, tuple[str, str]] = {
    "columns": ("Columns", "열"),
    "columns_of": ("The columns of the table, and what is done with each", "표의 열과 각 열의 처리 방법"),
    "column": ("column", "열"),
    "column_kind": ("kind", "종류"),
    "column_values": ("values", "값의 수"),
    "column_missing": ("missing", "빠진 값"),
    "column_treatment": ("what is done with it", "처리 방법"),
    "column_span": ("{first} to {last} ({count})", "{first} ~ {last} ({count}개)"),
    "column_count_span": ("{least} to {most}", "{least} ~ {most}"),
    # Kinds
    f"kind_{column.NUMBER}": (column.NUMBER, "숫자"),
    f"kind_{column.CATEGORY}": (column.CATEGORY, "범주"),
    f"kind_{column.YES_NO}": (column.YES_NO, "예/아니요"),
    f"kind_{column.DATE}": (column.DATE, "날짜"),
    f"kind_{column.IDENTIFIER}": (column.IDENTIFIER, "식별자"),
    f"kind_{column.TEXT}": (column.TEXT, "텍스트"),
    f"kind_{column.CONSTANT}": (column.CONSTANT, "상수"),
    f"kind_{column.DROPPED}": (column.DROPPED, "제외한 열"),
    # What is done with a column, step by step
    **{f"step_{name}": (english, _KOREAN_STEPS[name]) for name, english in column.STEPS.items()},
    # What each is worth
    "worth": ("What each column is worth", "각 열의 중요도"),
    "worth_of": ("Columns of {name}", "{name}의 열"),
    "worth_about": (
        "How much worse the {measure} on the test part gets when a column is permuted among the rows, so that it "
        "carries no information: the mean of {repeats} repeats over {rows} rows, with its 95 % interval. If the "
        "interval reaches 0, the bar is hollow: the column may be useless to the network. Columns with the same "
        "information hide each other: each looks unimportant, since the network still has the other.",
        "한 열의 값을 행끼리 뒤섞어 아무 정보도 없게 했을 때 테스트 {measure} 값이 얼마나 나빠지는지를 나타냅니다. "
        "행 {rows}개에서 {repeats}번 되풀이한 평균과 95 % 신뢰구간입니다. 신뢰구간이 0에 닿으면 막대의 속이 비어 "
        "있으며, 신경망에 쓸모없는 열일 수 있습니다. 같은 것을 말하는 열들은 서로를 가립니다. 하나를 뒤섞어도 다른 "
        "열이 남아 있어 각각은 덜 중요해 보입니다.",
    ),
    "worth_rows": ("{rows} of {of_rows}", "{of_rows}개 중 {rows}"),
    "worth_fall": ("how much worse the {measure} gets", "{measure} 값이 나빠지는 정도"),
    "worth_others": (
        "And {count} others, of which each is worth at most {most}.",
        "그 밖의 열 {count}개는 각각 최대 {most}입니다.",
    ),
    "worth_too_many": (
        "{name}: {count} columns are too many to permute each of them, so their importance was not measured.",
        "{name}: 열 {count}개를 하나씩 뒤섞기에는 너무 많아 각 열의 중요도를 구하지 않았습니다.",
    ),
    "worth_alone": (
        "{name}: without the column {column} the {measure} falls to chance, so nearly everything hangs on it. "
        "Perhaps it is made of what is to be predicted, or known only afterwards; then leave it out, with --column "
        "{column}=drop.",
        "{name}: 열 {column}이 없으면 {measure} 값이 우연 수준으로 떨어집니다. 거의 모든 것이 이 열에 달려 있습니다. "
        "예측할 값으로 만들어졌거나 나중에야 알 수 있는 열일 수 있습니다. 그렇다면 --column {column}=drop으로 빼세요.",
    ),
}

#: The Korean words for a step's subject: reasons, and formats of numbers and dates. English uses the subject itself.
KOREAN_ABOUT = {
    column.AS_ASKED: "지정한 대로",
    column.EMPTY: "모든 칸이 비어 있음",
    column.SAME: "모든 행에서 같음",
    column.NUMBERS_ROWS: "행 번호임",
    column.NAMED_SO: "행마다 다른 숫자이고 이름도 식별자 같음",
    column.EACH_ANOTHER: "행마다 다른 텍스트임",
    column.HARDLY_REPEAT: "거의 반복되지 않는 텍스트임",
    column.NOTHING_ELSE: "행 번호이지만 다른 열이 없음",
    "thousands": "천 단위 구분 쉼표",
    "percent": "퍼센트",
    "decimal comma": "소수점 대신 쉼표",
    "percent with decimal comma": "퍼센트, 소수점 대신 쉼표",
    "leading zeros": "앞에 붙은 0",
    "year-month-day": "연-월-일",
    "year/month/day": "연/월/일",
    "year.month.day": "연.월.일",
    "day.month.year": "일.월.연",
    "month/day/year": "월/일/연",
    "day/month/year": "일/월/연",
    "month/day/year time": "월/일/연 시각",
    "day/month/year time": "일/월/연 시각",
    "day month year": "일 월 연",
    "month day, year": "월 일, 연",
}


def about(text: str, language: Language) -> str:
    """A step's subject in words; one that only another version knows stays unchanged."""
    if language != "ko":
        return text
    if text.startswith("currency"):  # and its sign
        return text.replace("currency", "통화").replace(" with decimal comma", ", 소수점 대신 쉼표")
    return KOREAN_ABOUT.get(text, text)
