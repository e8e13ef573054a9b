"""What a search comes to: the choice, the test set, what mattered, and the page about it."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest
from tuning_help import drive, make_search

from undergrad import accuracy, load_model
from undergrad.architecture import Architecture
from undergrad.data import load_dataset
from undergrad.errors import UndergradError, UsageError
from undergrad.experiments.run import write_result
from undergrad.experiments.statistics import Difference
from undergrad.report import tuning_csv, tuning_md, write_tuning
from undergrad.report.tuning import explanation, headings
from undergrad.tuning import Store, conclude, load_tuning, parse_space, repeat, repetition
from undergrad.tuning.importance import importances
from undergrad.tuning.store import best


@pytest.fixture(scope="module")
def concluded(data_file, processes, tmp_path_factory):
    """A search that is over: its store, results and conclusion."""
    search, out = make_search(data_file), tmp_path_factory.mktemp("search")
    results, _ = drive(search, out, processes)
    store = Store(search, out, resume=True)
    return store, results, conclude(store, load_dataset(search.data.dataset))


def test_validation_chooses_and_the_test_set_is_opened_for_the_chosen_alone(concluded):
    store, results, tuning = concluded
    able = sorted(results.values(), key=lambda result: (result.status != "complete", -result.best_val_measure))
    assert [chosen.best_val_measure for chosen in tuning.chosen] == [r.best_val_measure for r in able[:3]]
    numbers = [chosen.trial for chosen in tuning.chosen]
    assert [number for number, result in store.results().items() if result.test is not None] == sorted(numbers)
    assert sorted(path.parent.name for path in store.out.glob("trials/*/predictions.safetensors")) == sorted(
        f"{number:04}" for number in numbers
    )


def test_the_test_accuracy_is_that_of_the_model_that_is_kept(concluded):
    store, _, tuning = concluded
    data = load_dataset(store.search.data.dataset)
    for chosen in tuning.chosen:
        model = load_model(store.folder(chosen.trial) / "model.safetensors")
        assert accuracy(model.predict(data.x_test).argmax(axis=1), data.y_test) == chosen.test


def test_what_was_not_chosen_cannot_be_tested(concluded, search, tmp_path):
    store, results, tuning = concluded
    dataset = load_dataset(store.search.data.dataset)
    other = next(number for number in results if number not in [chosen.trial for chosen in tuning.chosen])
    with pytest.raises(UsageError, match=f"trial {other} was not chosen, so it is not tested: the test set is opened"):
        store.test(other, dataset)
    with pytest.raises(UsageError, match="trial 0 was not chosen"):
        Store(search, tmp_path).test(0, dataset)


def test_a_conclusion_is_made_once(concluded):
    store, results, tuning = concluded
    other = next(number for number in results if number not in [chosen.trial for chosen in tuning.chosen])
    # Whatever is found later, the choice stands: here a result that would be better.
    write_result(store.folder(other), msgspec.structs.replace(results[other], best_val_measure=1.0, status="complete"))
    again = conclude(store, load_dataset(store.search.data.dataset))
    write_result(store.folder(other), results[other])
    assert again.chosen == tuning.chosen


def test_the_page_has_the_homeworks_table_and_says_how_the_choice_came_about(concluded):
    store, results, tuning = concluded
    page = tuning_md(tuning)
    assert "|  | " + " | ".join(headings(tuning.measure)) + " |" in page
    first = tuning.chosen[0]
    assert f"| 1st | {first.structure} | {first.network.epochs} | " in page
    assert first.structure == first.network.layers
    assert Architecture.parse(first.structure).elements
    assert f"trial {first.trial} reached {first.best_val_measure:.4f} in epoch {first.best_epoch}" in page
    stopped = sum(result.status == "stopped" for result in results.values())
    assert stopped
    assert f"Of these {stopped} were stopped early" in page
    for key in store.search.space.searched:
        assert key in page
    assert len(tuning_csv(tuning).splitlines()) == 4


def beside(tuning, second, third):
    """The search with these outcomes of the 2nd and the 3rd on the test set beside the 1st."""
    one, two, three = tuning.chosen
    chosen = (one, *(msgspec.structs.replace(c, tied=how == "tied") for c, how in ((two, second), (three, third))))
    pairs = [
        Difference(
            first=rank if how == "better" else "1st",
            second="1st" if how == "better" else rank,
            difference=0.01,
            p_value=0.9 if how == "tied" else 1.8e-5,
            exceeds_chance=how != "tied",
            method="McNemar's exact test",
        )
        for rank, how in (("2nd", second), ("3rd", third))
    ]
    return msgspec.structs.replace(tuning, chosen=chosen, differences=tuple(pairs))


BETTER = "On it the 2nd is better than the 1st by more than chance (p = 1.8e-05, McNemar's exact test)"
WORSE = "On it the 1st is better than the {} by more than chance (p = 1.8e-05, "
TIED = "On it the {} cannot be told from the 1st"


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        pytest.param(("better", "tied"), [BETTER, TIED.format("3rd")], marks=pytest.mark.attack),
        (("better", "worse"), [BETTER, WORSE.format("3rd")]),
        (
            ("better", "better"),
            ["On it the 2nd and 3rd are better than the 1st by more than chance (p = "],
        ),
        (("worse", "worse"), [WORSE.format("2nd and 3rd") + "p = 1.8e-05, McNemar"]),
        (("worse", "tied"), [WORSE.format("2nd"), TIED.format("3rd")]),
        (("tied", "tied"), [TIED.format("2nd and 3rd")]),
    ],
)
def test_how_each_does_beside_the_first_on_the_test_set_is_said(concluded, outcomes, said):
    tuning = beside(concluded[2], *outcomes)
    sentences = [sentence for sentence in explanation(tuning) if sentence.startswith("On it")]
    assert len(sentences) == len(said)
    assert all(sentence.startswith(begins) for sentence, begins in zip(sentences, said, strict=True))
    korean = [sentence for sentence in explanation(tuning, "ko") if sentence.startswith("테스트에서")]
    assert len(korean) == len(said)
    assert [sentence.count("1.8e-05") for sentence in korean] == [sentence.count("1.8e-05") for sentence in sentences]
    assert (" = |" in tuning_md(tuning)) == ("tied" in outcomes)
    assert all(f">{outcome}</td>" in tuning._repr_html_() for outcome in outcomes)


@pytest.mark.attack
def test_what_is_level_on_validation_is_no_lead(concluded):
    one, two, three = concluded[2].chosen

    def lead(second, third):
        reached = (one.best_val_measure + second, one.best_val_measure + third)
        others = (msgspec.structs.replace(c, best_val_measure=r) for c, r in zip((two, three), reached, strict=True))
        tuning = msgspec.structs.replace(concluded[2], chosen=(one, *others))
        [sentence] = [sentence for sentence in explanation(tuning) if sentence.startswith("The choice was made")]
        return sentence.partition(f"of {one.network.epochs}, ")[2]

    assert lead(0, -0.012) == "level with the 2nd and 1.20 points before the 3rd."
    assert lead(0, 0) == "level with the 2nd and 3rd."
    assert lead(-0.01, -0.02) == "1.00 and 2.00 points before the 2nd and 3rd."
    assert lead(-0.01, 0.02) == "1.00 points before the 2nd and 2.00 points behind the 3rd, stopped early."


@pytest.mark.usefixtures("drawn")
def test_plots_are_written_for_each_of_the_three(concluded):
    store, _, tuning = concluded
    names = {path.name for path in write_tuning(store, tuning)}
    assert {f"{rank}.{kind}" for rank in ("1st", "2nd", "3rd") for kind in ("svg", "png")} < names
    assert (store.out / "1st.png").read_bytes().startswith(b"\x89PNG")


def test_in_a_notebook_it_is_tables_and_a_plot(concluded):
    store, _, tuning = concluded
    assert load_tuning(str(store.out)) == load_tuning(store.out)
    shown = tuning._repr_html_()
    assert shown.count("<table>") == 2
    for chosen in tuning.chosen:
        assert f"{chosen.structure}</td>" in shown
        assert f"{chosen.test.value:.4f}</td>" in shown
    assert "differences in test accuracy: McNemar" in shown
    assert shown.count(">yes</td>") == sum(pair.exceeds_chance for pair in tuning.differences)
    assert shown.count(">tied</td>") == sum(chosen.tied for chosen in tuning.chosen)
    accuracies, mattered = tuning.plot().axes
    assert [tick.get_text() for tick in accuracies.get_xticklabels()] == ["1st", "2nd", "3rd"]
    assert list(accuracies.lines[0].get_ydata()) == [chosen.best_val_measure for chosen in tuning.chosen]
    assert list(accuracies.lines[1].get_ydata()) == [chosen.test.value for chosen in tuning.chosen]
    assert [bar.get_width() for bar in mattered.patches] == [entry.share for entry in tuning.importances]
    few = msgspec.structs.replace(tuning, importances=(), chosen=tuning.chosen[:1], differences=())
    assert len(few.plot().axes) == 1
    assert few._repr_html_().count("<table>") == 1


def test_repeats_train_the_three_again_with_fresh_seeds(concluded):
    store, _, tuning = concluded
    dataset = load_dataset(store.search.data.dataset)
    experiment = repetition(tuning, 3)
    assert experiment.seeds == (1, 2, 3)
    again = repeat(store, tuning, experiment, dataset, workers=1)
    assert [row.network for row in again.repeats] == ["1st", "2nd", "3rd"]
    assert all(row.test_spread is not None for row in again.repeats)
    assert "Trained again with the seeds 1, 2 and 3:" in tuning_md(again)
    assert "trained again with the seeds 1, 2, 3</caption>" in again._repr_html_()
    assert "for these three alone, and after that for their repetitions." in tuning_md(again)
    before = (store.out / "tuning.json").read_bytes()
    first, *others = experiment.networks
    bad = msgspec.structs.replace(
        experiment, name="bad", networks=(dataclasses.replace(first, learning_rate=1e30), *others)
    )
    with pytest.raises(UndergradError, match=r"^1st-seed1: the loss stopped being finite .*; 1st-seed2: "):
        repeat(store, tuning, bad, dataset, workers=1)
    assert (store.out / "tuning.json").read_bytes() == before
    # Asked for once, they are told from then on.
    assert conclude(store, dataset).repeats == again.repeats


def test_a_trial_that_was_stopped_is_chosen_only_where_too_few_were_not_and_says_how_far_it_came(concluded):
    _, results, tuning = concluded
    stopped = msgspec.structs.replace(tuning.chosen[0], epochs=3)
    page = tuning_md(msgspec.structs.replace(tuning, chosen=(stopped,)))
    assert f"| 3 of {stopped.network.epochs} |" in page
    better = {
        n: msgspec.structs.replace(r, best_val_measure=1.0) if r.status == "stopped" else r for n, r in results.items()
    }
    assert all(results[number].status == "complete" for number in best(better))


def test_a_search_of_which_nothing_ended_well_says_why(search, processes, tmp_path):
    space = parse_space({"learning_rate": [1e30, 1e31], "epochs": 1, "width": 4}, where="x")
    search = msgspec.structs.replace(search, space=space, trials=2)
    drive(search, tmp_path, processes)
    with pytest.raises(UndergradError, match="all 2 trials failed; the first: the loss stopped being finite in ep"):
        conclude(Store(search, tmp_path, resume=True), load_dataset(search.data.dataset))


# Importance ----------------------------------------------------------------------------------------------------------


def planted(effect, trials=60, seed=0):
    """Trials whose accuracy the width decides with an `effect`, beside noise; nothing else matters."""
    space = parse_space(
        {
            "width": [8, 16, 32],
            "activation": ["relu", "tanh"],
            "learning_rate": {"low": 0.01, "high": 1, "log": True},
        },
        where="x",
    )
    rng, told = np.random.default_rng(seed), []
    for _ in range(trials):
        values = space.drawn(rng)
        told.append((values, 0.8 + effect * {8: 0.0, 16: 0.01, 32: 0.02}[values["width"]] + rng.normal(0, 0.01)))
    return importances(space, told)


def test_a_parameter_that_decides_is_found_first_and_the_others_are_not():
    found = planted(effect=2.0)
    assert found[0].parameter == "width"
    assert [one.exceeds_chance for one in found] == [True, False, False]
    assert found[0].share > 0.5 > found[1].share
    medians = {group.label: group.median for group in found[0].groups}
    assert medians["32"] > medians["16"] > medians["8"]
    assert sum(group.trials for group in found[0].groups) == 60


def test_where_nothing_matters_it_is_rarely_said_that_something_does():
    wrong = sum(any(one.exceeds_chance for one in planted(0.0, seed=seed)) for seed in range(200))
    assert wrong <= 20  # 5 % are to be expected; 20 of 200 or fewer with a probability of 0.9985


def test_with_few_trials_nothing_is_told():
    assert planted(2.0, trials=7) == ()
    assert len(planted(2.0, trials=8)) == 3
