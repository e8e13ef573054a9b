"""The Korean texts: one word for each term everywhere, and pages that keep step with the English ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

korean = pytest.importorskip("tools.site.korean", exc_type=ImportError)

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "undergrad"
PAGES = sorted((ROOT / "docs" / "ko").rglob("*.md"))
TERMS = [term for part in korean.glossary() for term in part["terms"]]
HANGUL = re.compile("[가-힣]")
#: Every file of the package that has Korean in it. What lies under `data` reads Korean and says nothing.
TEXTS = [
    path
    for path in sorted(PACKAGE.rglob("*"))
    if path.suffix in (".json", ".py", ".toml", ".js")
    and path.relative_to(PACKAGE).parts[0] != "data"
    and HANGUL.search(path.read_text("utf-8"))
]
CHAPTERS = [page for page in PAGES if page.parent.name == "book"]
TUTORIALS = [page for page in PAGES if page.parent.name == "tutorials"]


def other_words(text: str, file: str = "") -> list[str]:
    """What the glossary has another word for: the word that stands there, and the one that should."""
    return [
        f"{word}: {term['ko']}"
        for term in TERMS
        for word in term.get("not", ())
        # Not in the middle of another word: 크로스 is not 로스.
        if re.search(rf"(?<![가-힣]){word}", text) and not any(file.endswith(name) for name in term.get("in", ()))
    ]


@pytest.mark.parametrize("path", [*PAGES, *TEXTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_korean_text_uses_the_words_of_the_glossary(path):
    assert other_words(path.read_text("utf-8"), path.as_posix()) == []


def test_another_word_is_found_and_where_it_means_something_else_it_is_not():
    assert other_words("세 에폭 동안 훈련합니다") == ["훈련: 학습", "에폭: 에포크"]
    assert other_words("파일은 네트워크를 쓸 수 없습니다", "course/words/containment.json") == []
    assert other_words("네트워크를 학습합니다", "course/words/task.json") == ["네트워크: 신경망"]


def test_the_glossary_has_each_term_once_and_forbids_no_word_that_it_asks_for():
    for language in ("en", "ko"):
        words = [term[language] for term in TERMS]
        assert len(set(words)) == len(words)
    assert other_words(" ".join([*(term["ko"] for term in TERMS), *(term.get("note", "") for term in TERMS)])) == []
    names = {path.as_posix() for path in TEXTS}
    for term in TERMS:  # an exception that no file needs any more is to be removed
        for file in term.get("in", ()):
            (text,) = (Path(name).read_text("utf-8") for name in names if name.endswith(file))
            assert any(word.split()[0] in text for word in term["not"]), (term["ko"], file)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_korean_page_links_to_its_english_page(page):
    if page.name in ("index.md", "glossary.md"):
        return
    title, empty, link = page.read_text("utf-8").split("\n")[:3]
    assert title.startswith("# ")
    assert empty == ""
    assert re.fullmatch(r"\[English: .+\]\(\.\./.+\.md(#[\w-]+)?\)", link)


def parts(text: str) -> dict[str, list[str]]:
    """What a chapter has in every language."""
    return {
        "code": re.findall(r"^```(?:pycon|sh)\n.*?^```$", text, re.MULTILINE | re.DOTALL),
        "source": re.findall(r"^<!-- source: .* -->$", text, re.MULTILINE),
        "figures": re.findall(r"\]\([./\w-]*?(figures/[\w-]+\.svg)\)", text),
        "exercises": re.findall(r"^### \w+ (\d+\.\d+: .*)$", text, re.MULTILINE),
        "formulas": [
            re.sub(r"\\text\{[^}]*\}|\s+", "", formula)
            for formula in re.findall(r"^\$\$\n(.*?)^\$\$$", text, re.MULTILINE | re.DOTALL)
        ],
        "depths of headings": re.findall(r"^#+(?= )", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M),
    }


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_a_chapter_has_the_code_figures_formulas_and_exercises_of_the_english_one(page):
    english = parts((ROOT / "docs" / "book" / page.name).read_text("utf-8"))
    for name, found in parts(page.read_text("utf-8")).items():
        assert found == english[name], name


def steps(text: str) -> dict[str, list[str]]:
    """What a tutorial tells its reader to do, in every language."""
    return {
        "marks": re.findall(r"^<!-- .* -->$", text, re.MULTILINE),
        "commands": re.findall(r"^```sh\n.*?^```$", text.replace(" --language ko", ""), re.MULTILINE | re.DOTALL),
        "changes": re.findall(r"^```diff\n.*?^```$", text, re.MULTILINE | re.DOTALL),
        "formulas": re.findall(r"^\$\$.*\$\$$", text, re.MULTILINE),
        "depths of headings": parts(text)["depths of headings"],
    }


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_has_the_steps_of_the_english_one(page):
    english = steps((ROOT / "docs" / "tutorials" / page.name).read_text("utf-8"))
    for name, found in steps(page.read_text("utf-8")).items():
        assert found == english[name], name


def test_what_the_check_says_of_the_start_pages_layer_is_what_it_says_now(tmp_path, monkeypatch, capsys):
    from undergrad.cli.main import main

    text = (ROOT / "docs" / "ko" / "start.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    command, said = re.findall(r"^\$ undergrad ([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[0]
    (tmp_path / "Answer.py").write_text(code, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 1
    assert capsys.readouterr().out.strip() == said.strip()


def test_the_tables_of_the_site_have_every_term_and_every_mistake():
    from tools.site.mistakes import mistakes_table
    from undergrad.findings.catalogue import MISTAKES

    assert all(f"| {term['en']} | {term['ko']} |" in korean.glossary_tables() for term in TERMS)
    table = mistakes_table("ko")
    assert f"모두 {len(MISTAKES)}가지" in table
    assert all(f"| [`{name}`](#{name}) | " in table for name in MISTAKES)
