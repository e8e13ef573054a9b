"""What goes onto a page, without a browser: its data, its words, its size, and the command that makes it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import shutil
import string
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from undergrad import fully_connected
from undergrad.display.languages import LANGUAGES, choose
from undergrad.errors import UsageError
from undergrad.experiments import DataSpec
from undergrad.experiments.predictions import load_predictions, write_predictions
from undergrad.experiments.run import load_result, write_result
from undergrad.outputs import CLASSES
from undergrad.report import words
from undergrad.report.page import Content, ShownRun, gather, of_comparison, page_data, page_html
from undergrad.report.tuning import tuning_md
from undergrad.training import Epoch, TrainedModel
from undergrad.training.tensors import write_tensors
from undergrad.tuning.space import PARAMETERS


def fields(text: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(text) if name}


def test_both_languages_say_everything_with_the_same_numbers():
    english, korean = (words.all_words(language, CLASSES.measure) for language in LANGUAGES)
    for key, text in english.items():
        assert fields(text) == fields(korean[key]), key
    same = {key for key, text in english.items() if korean[key] == text}
    assert not same, "a word that is not translated"
    assert set(PARAMETERS) <= set(english)


def test_the_page_has_words_for_everything_that_its_script_names():
    from importlib import resources

    folder = resources.files("undergrad.report.page")
    script = "".join(file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".js"))
    named = set(re.findall(r"\bw\.(\w+)|words\(?\)?\.(\w+)", script))
    assert len(named) > 30
    assert {one or other for one, other in named} - {"replace"} <= set(words.all_words("en", CLASSES.measure))


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
    ],
)
def test_the_language_is_that_of_the_locale(monkeypatch, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert choose(None) == language
    assert choose("EN") == "en"
    with pytest.raises(UsageError, match="in the language 'kr'; choose en for English or ko for Korean"):
        choose("kr")


def test_only_its_own_script_and_style_may_run(content):
    text = page_html(page_data(content))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    for kind, pattern in (("script", r"<script>(.*?)</script>"), ("style", r"<style>(.*?)</style>")):
        [inner] = re.findall(pattern, text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "connect-src 'self'" in page_html(page_data(content), live=True)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)


def test_images_only_of_the_data_that_were_trained_on(content, small):
    worst = page_data(content, dataset=small)["runs"][0]["details"]["worst"]
    assert all(sample["image"] for sample in worst)
    other = replace(small, y_test=(small.y_test + 1) % 5)
    for data in (page_data(content), page_data(content, dataset=other)):
        assert not data["images"]
        assert not any(sample["image"] for sample in data["runs"][0]["details"]["worst"])
        assert data["runs"][0]["details"]["worst"][0]["probabilities"]


def test_the_worst_are_those_whose_class_got_the_least(content):
    for run, data in zip(content.runs, page_data(content)["runs"], strict=True):
        told = load_predictions(run.folder)
        own = told.probabilities[np.arange(len(told.labels)), told.labels]
        wrong = told.predicted != told.labels
        rows = [sample["row"] for sample in data["details"]["worst"]]
        assert wrong[rows].all()
        assert own[rows].max() <= np.delete(own[:], rows)[np.delete(wrong, rows)].min(initial=1)


def test_predictions_without_probabilities_are_read_and_the_page_says_so(compared, tmp_path):
    comparison, out = compared
    shutil.copytree(out, tmp_path / "old")
    folder = tmp_path / "old" / "relu-seed0"
    told = load_predictions(folder)
    arrays = {"predicted": told.predicted, "labels": told.labels}
    kind, about = "undergrad-predictions-1", {"set": "test"}
    write_tensors(folder / "predictions.safetensors", arrays, kind=kind, about=about)
    write_result(folder, load_result(folder))
    data = page_data(of_comparison(comparison, tmp_path / "old"))
    assert [run["details"]["worst"] is None for run in data["runs"]] == [False, True, False]
    assert (
        data["runs"][1]["details"]["confusion"]
        == page_data(of_comparison(*compared))["runs"][1]["details"]["confusion"]
    )


@pytest.mark.parametrize("name", ["predictions.safetensors", "model.safetensors"])
def test_a_run_that_lost_a_file_is_shown_without_what_was_in_it(cli, compared, tmp_path, name):
    shutil.copytree(compared[1], tmp_path / "some")
    (tmp_path / "some" / "relu-seed0" / name).unlink()
    code, _, err = cli("report", "some", "--language", "en", "--figures")
    assert (code, err) == (0, "")
    data = page_data(gather([tmp_path / "some"]))
    assert [run["details"] is None for run in data["runs"]] == [False, True, False]
    assert all(run["epochs"]["epoch"] for run in data["runs"])
    assert f"missing in its folder: {name}." in data["results"]["en"][0]["notes"][-1]
    assert data["results"]["en"][0]["notes"][-1].startswith("relu: ")
    assert data["results"]["ko"][0]["notes"][-1].endswith(f"폴더에 없는 파일: {name}.")
    assert "missing in" not in str(page_data(of_comparison(*compared))["results"])
    alone = page_data(gather([tmp_path / "some" / "relu-seed0"]))
    assert f"missing in its folder: {name}." in alone["results"]["en"][0]["notes"][-1]


def test_the_homeworks_page_is_under_three_megabytes(tmp_path, content):
    """Three networks 784-500-500-10, 100 epochs, 10,000 test images, and insight at full length."""
    from page_help import insight_of

    from undergrad import load_dataset
    from undergrad.data import Scaling

    dataset = load_dataset("mnist-10k")
    history = [Epoch(n, 1 / n**0.37, 1 / n**0.41, 0.5 + n**0.1 / 7, 0.5 + n**0.1 / 7.3, 1.17) for n in range(1, 101)]
    runs = []
    for number, run in enumerate(content.runs):
        model = fully_connected(784, (500, 500), 10, run.spec.network.activation, rng=np.random.default_rng(number))
        trained = TrainedModel(model, Scaling.of(dataset.x_train), dataset.sample_shape, dataset.class_names)
        folder = tmp_path / run.name
        write_predictions(folder, trained, dataset)
        trained.save(folder / "model.safetensors")
        spec = msgspec.structs.replace(run.spec, data_digest=dataset.digest, classes=dataset.classes)
        shown = ShownRun(name=run.name, spec=spec, history=history, result=run.result, folder=folder)
        runs.append(replace(shown, insight=insight_of(shown)))
    text = page_html(page_data(replace(content, runs=tuple(runs)), dataset=dataset))
    assert len(text.encode()) < 1_000_000
    assert text.count('"image":{') == 36


def test_a_page_of_runs_under_way_shows_how_far_they_are(content):
    under_way = tuple(replace(run, result=None, folder=None, history=run.history[:2]) for run in content.runs)
    data = page_data(Content(title="now", runs=under_way, output=CLASSES))
    [table] = data["results"]["en"]
    assert [row[-1] for row in table["rows"]] == ["2/5"] * 3
    assert [run["status"] for run in data["runs"]] == ["running"] * 3
    nothing_yet = tuple(replace(run, history=()) for run in under_way)
    empty = page_data(Content(title="now", runs=nothing_yet, output=CLASSES))
    assert empty["results"]["en"][0]["rows"][0][2:] == ["-", "-", "0/5"]


def test_folders_are_compared_with_each_other(compared, tmp_path):
    _, out = compared
    alone = gather([out / "relu-seed0"])
    assert [run.name for run in alone.runs] == ["relu"]
    assert alone.comparison.differences == ()
    two = gather([out / "relu-seed0", out / "tanh-seed0", out / "relu-seed0"])
    assert [row.network for row in two.comparison.rows] == ["relu", "tanh"]
    assert len(two.comparison.differences) == 1
    assert gather([out]).comparison == compared[0]
    with pytest.raises(UsageError, match="holds no finished run"):
        gather([tmp_path])
    with pytest.raises(UsageError, match="there is no folder"):
        gather([tmp_path / "nowhere"])


def test_different_networks_of_one_name_are_told_apart_and_other_data_refused(compared, tmp_path):
    _, out = compared
    result = load_result(out / "relu-seed0")
    changes = {
        "slow": {"network": dataclasses.replace(result.spec.network, learning_rate=0.1)},
        "other": {"data_digest": "x" + result.spec.data_digest},
    }
    for name, change in changes.items():
        shutil.copytree(out / "relu-seed0", tmp_path / name)
        spec = msgspec.structs.replace(result.spec, **change)
        write_result(tmp_path / name, msgspec.structs.replace(result, spec=spec))
    untested = tmp_path / "all" / "trials" / "0001"
    shutil.copytree(out / "tanh-seed0", untested)
    shutil.copytree(out / "relu-seed0", tmp_path / "all" / "relu-seed0")
    record = msgspec.structs.replace(load_result(untested), test=None)
    write_result(untested, record)
    assert [run.name for run in gather([tmp_path / "all"]).runs] == ["relu"]
    with pytest.raises(UsageError, match="was not tested"):
        gather([untested])
    told = gather([out / "relu-seed0", tmp_path / "slow"])
    assert [run.name for run in told.runs] == ["relu", "relu-2"]
    with pytest.raises(UsageError, match="trained on different data"):
        gather([out / "relu-seed0", tmp_path / "other"])


def test_korean_tables_are_korean(searched):
    page = tuning_md(searched.tuning, "ko")
    assert "| 1위 |" in page
    assert "동률" in page
    assert "폭" in page
    without_names = re.sub(r"Made with.*|`.*?`", "", page.split("\n\n", 3)[-1])
    assert not re.search(r"\b(the|was|of|and)\b", without_names)


def test_the_command(cli, compared, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    code, out, err = cli("report", compared[1], "-o", "here/page.html")
    assert (code, err) == (0, "")
    assert out.splitlines() == ["Wrote here/page.html", "Wrote here/page.md"]
    assert '<html lang="ko">' in (tmp_path / "here" / "page.html").read_text("utf-8")
    assert "활성화 함수" in (tmp_path / "here" / "page.md").read_text("utf-8")
    code, _, err = cli("report", compared[1], "-o", "page.pdf")
    assert code == 2
    assert "a name that ends in .html" in err
    code, _, err = cli("report", compared[1] / "nothing")
    assert code == 2


def test_markdown_of_somebody_else_is_never_overwritten(cli, compared, tmp_path):
    notes = tmp_path / "notes.md"
    notes.write_text("# My notes\n", encoding="utf-8")
    code, out, err = cli("report", compared[1], "-o", "notes.html", "--figures")
    assert (code, out) == (1, "")
    assert err == (
        "undergrad: notes.md, the file for the report's table, exists and was not made by undergrad; rename it, or "
        "give the report another name with --out\n"
    )
    assert [file.name for file in tmp_path.iterdir()] == ["notes.md"]
    assert notes.read_text("utf-8") == "# My notes\n"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_markdown_of_a_report_is_overwritten_by_the_next(cli, compared, tmp_path, language):
    assert cli("report", compared[1], "-o", "page.html", "--language", language)[0] == 0
    first = (tmp_path / "page.md").read_text("utf-8")
    mark, heading, *_ = first.splitlines()
    assert (mark[:14], mark[-3:]) == ("<!-- undergrad", "-->")
    assert heading == "# three"
    assert cli("report", compared[1] / "relu-seed0", "-o", "page.html")[0] == 0
    assert (tmp_path / "page.md").read_text("utf-8") != first


def test_a_folder_of_runs_owns_its_markdown_whatever_version_wrote_it(cli, compared, tmp_path):
    shutil.copytree(compared[1], tmp_path / "old")
    for folder in ("old", "old/relu-seed0"):
        (tmp_path / folder / "report.md").write_text("# three\n", encoding="utf-8")
        assert cli("report", folder)[0] == 0
        assert (tmp_path / folder / "report.md").read_text("utf-8").startswith("<!-- undergrad")
    (tmp_path / "old" / "notes.md").write_text("# three\n", encoding="utf-8")
    assert cli("report", "old", "-o", "old/notes.html")[0] == 1


def test_a_damaged_run_is_named(cli, compared, tmp_path):
    shutil.copytree(compared[1], tmp_path / "bad")
    (tmp_path / "bad" / "tanh-seed0" / "predictions.safetensors").write_bytes(b"no")
    code, _, err = cli("report", "bad")
    assert code == 1
    assert "predictions.safetensors" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "bad" / "report.html").exists()


def test_the_specification_names_the_part_of_the_data_in_the_pages_language(content):
    part = DataSpec(dataset="mnist", labels=(0, 1), train_samples=500, test_samples=100)
    runs = tuple(replace(run, spec=msgspec.structs.replace(run.spec, data=part)) for run in content.runs)
    told = page_data(replace(content, runs=runs))["runs"][0]["specification"]
    assert dict(told["en"])["data"] == part.title("en")
    assert dict(told["ko"])["data"] == part.title("ko") != part.title("en")
    assert [key for key, _ in told["en"]] == [key for key, _ in told["ko"]]
