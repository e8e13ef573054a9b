"""Pages that lead their reader through steps do what they say, and a walk through them sees where they do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import walk
from tools.walk import WalkError, blocks, commands

ROOT = Path(__file__).parents[2]
#: Quick enough for every run; the others take up to a minute.
QUICK = ["docs/start/index.md", "docs/how-to/check-editor.md"]
SLOW = [f"docs/tutorials/{name}.md" for name in ("student", "teacher", "table", "researcher")]
SLOW += [f"docs/ko/tutorials/{name}.md" for name in ("student", "teacher")]


@pytest.fixture
def here(tmp_path):
    (tmp_path / "here").mkdir()
    return tmp_path / "here"


@pytest.mark.parametrize("page", [*QUICK, *(pytest.param(page, marks=pytest.mark.slow) for page in SLOW)])
def test_every_step_of_a_page_works(page, here):
    assert walk.walk(ROOT / page, here).ran > 0


def test_findings_are_said_to_github_in_its_own_form(here):
    """The page about GitHub takes the script of the page about editors, in a workflow that YAML can read."""
    walk.walk(ROOT / "docs/how-to/check-editor.md", here)
    page = here.parent / "page.md"
    page.write_text("<!-- exits: 1 -->\n\n```sh\npython check_lines.py Answer.py --github\n```\n", encoding="utf-8")
    out, _ = walk.walk(page, here).printed
    assert "::error file=Answer.py,line=9::Sigmoid.backward: the result is wrong [missing-factor-one-minus-out]" in out
    assert all(re.fullmatch(r"::(error|warning) file=Answer\.py,line=\d+::.+", line) for line in out.splitlines())
    yaml = pytest.importorskip("yaml")
    walk.walk(ROOT / "docs/how-to/check-github.md", here)
    workflow = yaml.safe_load((here / ".github/workflows/check.yml").read_text("utf-8"))
    runs = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert "python check_lines.py Answer.py --github" in runs


def test_every_tutorial_is_walked_through_and_has_no_step_that_is_left_out_without_a_reason():
    pages = {page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("**/tutorials/*.md")}
    assert {page for page in pages if page.startswith("docs/ko/")} <= set(SLOW)
    assert set(SLOW) <= pages
    for page in (*QUICK, *SLOW):
        for block in blocks((ROOT / page).read_text("utf-8")):
            assert block.content != "...\n", f"{page} does not show what is printed"
            assert len(block.marks.get("not run", "a reason")) > 5


PAGE = """
<!-- file: name.txt -->

```text
Mina
```

```sh
cat name.txt
echo "5 seconds" >&2
```

```text
{shown}
```

<!-- file: name.txt -->

```diff
-Mina
+Jun
```

<!-- exits: {code} -->

```sh
grep Mina name.txt
```

<!-- not run: it would never end -->

```sh
sleep 1000000
```
"""


def walked(here, shown="Mina", code=1, **options):
    page = here.parent / "page.md"
    page.write_text(PAGE.format(shown=shown, code=code), encoding="utf-8")
    return walk.walk(page, here, **options), page


def test_files_are_written_and_changed_and_commands_run(here):
    state, _ = walked(here)
    assert state.ran == 3
    assert (here / "name.txt").read_text("utf-8") == "Jun\n"


def test_another_output_and_another_exit_code_are_seen(here):
    with pytest.raises(WalkError, match=r"page\.md shows\nJun\n\nand this is printed:\nMina\n"):
        walked(here, shown="Jun")
    with pytest.raises(WalkError, match=r"exit code 1 instead of 0 of: grep Mina name\.txt"):
        walked(here, code=0)


def test_lines_to_change_that_are_not_there_are_seen(here):
    page = here.parent / "page.md"
    page.write_text(re.sub("-Mina", "-Somi", PAGE.format(shown="Mina", code=1)), encoding="utf-8")
    with pytest.raises(WalkError, match=r"0 times in name\.txt:\nSomi"):
        walk.walk(page, here)


@pytest.mark.parametrize(("shown", "written"), [("Jun", "Mina"), ("...", "Mina"), ("M...", "M...")])
def test_what_is_printed_is_written_into_the_page(here, shown, written):
    _, page = walked(here, shown=shown, write=True)
    assert page.read_text("utf-8") == PAGE.format(shown=written, code=1)


def test_numbers_may_be_others_only_where_the_page_says_so(here):
    page = here.parent / "page.md"
    text = "```sh\necho 'test 0.91, 3 s'\n```\n\n{}```text\ntest 0.92, 4 s\n```\n"
    page.write_text(text.format("<!-- numbers vary -->\n\n"), encoding="utf-8")
    assert walk.walk(page, here).ran == 1
    page.write_text(text.format(""), encoding="utf-8")
    with pytest.raises(WalkError):
        walk.walk(page, here)


def test_commands_are_lines_without_what_installs():
    installs = "python -m venv .venv\nsource .venv/bin/activate\npip install undergrad\n"
    content = installs + 'undergrad check \\\n  Answer.py\n# a comment\n\n.venv/bin/python -c "\nprint(1)"\n'
    assert commands(content) == ["undergrad check \\\n  Answer.py", 'python -c "\nprint(1)"']


def test_what_needs_a_package_that_is_not_installed_is_left_out(here):
    page = here.parent / "page.md"
    page.write_text("<!-- needs: nothing_of_this_kind -->\n\n```sh\nfalse\n```\n", encoding="utf-8")
    assert walk.walk(page, here).ran == 0
