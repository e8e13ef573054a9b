"""The page of a training that is under way, in a real browser: it moves, and stays when all is over."""

from __future__ import annotations

import subprocess
import sys

import pytest

from undergrad.experiments import DataSpec, Experiment, Job, Network
from undergrad.experiments.run import specify
from undergrad.insight import InsightEpoch, InsightHead, LayerEpoch, LayerShape
from undergrad.live import LiveRuns, LiveServer
from undergrad.report.page import of_comparison
from undergrad.training import Epoch


class Training:
    """A training as the page hears of it, an epoch at a time."""

    def __init__(self, small) -> None:
        network = Network(name="tanh", layers="fc(8), tanh", epochs=40)
        self.experiment = Experiment(name="live", data=DataSpec(dataset="small"), networks=(network,))
        self.view = LiveRuns(self.experiment, "en")
        self.server = LiveServer(self.view.page, self.view.state, period=0.05)
        self.view.on_change = self.server.changed
        self._job = Job(1, 1, specify(network, 0, self.experiment.data, small), None)
        self._number = 0
        self.view.run_begins(self._job)

    def epochs(self, count: int) -> None:
        for _ in range(count):
            self._number += 1
            number = self._number
            self.view.insight_comes(self._job, *recorded(number))
            self.view.epoch_ends(
                self._job, Epoch(number, 1 / number, 0.9 / number, 0.8, 0.5 + number / 100, 0.1, 1 / number)
            )


def recorded(epoch: int) -> tuple[InsightHead, InsightEpoch]:
    """What a training's inside may look like after an epoch."""
    shape = LayerShape(name="fc1", inputs=36, units=8, activation="tanh", activation_layer="tanh1")
    numbers = {"gradient_norm": 1 / epoch, "gradient_rms": 0.1, "upstream_norm": 2 / epoch, "upstream_rms": 0.2}
    layer = LayerEpoch(name="fc1", **numbers, weight_norm=3.0, update_ratio=1e-3, derivative=0.9)
    last = LayerEpoch(name="fc2", **numbers, weight_norm=3.0, update_ratio=1e-3)
    shapes = shape, LayerShape(name="fc2", inputs=8, units=5, activation=None, activation_layer=None)
    head = InsightHead(layers=shapes, probe=270, validation=30)
    return head, InsightEpoch(epoch=epoch, learning_rate=0.1, layers=(layer, last), first_to_last=1.0)


@pytest.fixture
def training(small):
    training = Training(small)
    yield training
    if training.server._thread.is_alive():
        training.server.close()


@pytest.fixture
def watch(browser):
    """Opens an address; at the end nothing may have been complained of but a connection that the server ended."""
    contexts, complaints, requests = [], [], []

    def watch(url):
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(300_000)  # what never comes is a failure
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(url)
        return page

    watch.requests, watch.complaints = requests, complaints
    yield watch
    for context in contexts:
        context.close()


def told(page, words):
    page.wait_for_function("words => document.getElementById('live').textContent.includes(words)", arg=words)


def test_the_page_moves_with_the_training_and_keeps_what_the_reader_chose(training, watch):
    page = watch(training.server.url)
    told(page, "0 of 40 epochs")
    training.epochs(3)
    told(page, "3 of 40 epochs")
    told(page, "Best validation accuracy so far: 0.5300 (tanh, epoch 3)")
    page.get_by_role("button", name="한국어").click()
    page.get_by_role("button", name="학습", exact=True).click()  # the training curves are not wanted
    page.locator("#measure").focus()
    page.keyboard.press("End")
    training.epochs(4)
    told(page, "에포크 40개 중 7개")
    assert page.locator("#measure path.line").count() == 1
    assert page.locator("#measure path.line").get_attribute("d").count("L") == 6
    for chart in ("#gradients svg.chart path.line", "#ratio path.line"):
        assert page.locator(chart).first.get_attribute("d").count("L") == 6
    assert page.evaluate("document.activeElement.id") == "measure"
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert page.locator("#live progress").evaluate("bar => bar.value / bar.max") == 7 / 40
    assert watch.complaints == []
    assert {url.removeprefix(training.server.url) for url in watch.requests} == {"", "events"}


def test_curves_grow_into_a_frame_of_all_the_epochs_that_are_planned(training, watch):
    training.epochs(10)
    page = watch(training.server.url)
    told(page, "10 of 40 epochs")
    for chart in ("#measure", "#loss", "#gradients-0", "#activity-0", "#ratio"):
        ends = page.locator(chart).evaluate(
            """chart => {
                const axis = chart.querySelector('.axis'), line = chart.querySelector('path.line').getAttribute('d');
                const last = Number(/L([\\d.]+) [^L]*$/.exec(line)[1]);
                return [axis.x1.baseVal.value, axis.x2.baseVal.value, last];
            }"""
        )
        assert (ends[2] - ends[0]) / (ends[1] - ends[0]) == pytest.approx(9 / 39, abs=0.01)
        assert page.locator(f"{chart} .rules text[text-anchor=middle]").last.text_content() == "40"


def test_a_search_without_an_ended_trial_says_so(training, watch):
    page = watch(training.server.url)
    told(page, "0 of 40 epochs")
    data = training.view._data() | {"results": {"en": [], "ko": []}}
    for done, says in ((0, True), (1, False)):
        data["live"] |= {"unit": "trials", "done": done, "total": 8}
        # In one call: the stream renders what it has in between.
        shown = page.evaluate("data => { render(data); return document.querySelector('#results').innerText; }", data)
        assert ("No trial has ended yet" in shown) == says


def test_axe_finds_no_serious_violation(training, watch, axe):
    training.epochs(5)
    page = watch(training.server.url)
    told(page, "5 of 40 epochs")
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations")
    serious = [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")]
    assert serious == []


def test_a_reload_shows_all_that_was(training, watch):
    training.epochs(5)
    page = watch(training.server.url)
    page.reload()
    told(page, "5 of 40 epochs")
    training.epochs(1)
    told(page, "6 of 40 epochs")
    assert page.locator("#measure path.line").first.get_attribute("d").count("L") == 5
    assert watch.complaints == []


def test_when_all_is_over_the_page_has_the_report_and_stays_usable(training, watch, compared, small):
    training.epochs(2)
    page = watch(training.server.url)
    told(page, "2 of 40 epochs")
    training.epochs(1)
    told(page, "3 of 40 epochs")  # by the stream, which is therefore open
    comparison, out = compared
    training.view.conclude(of_comparison(comparison, out), small)
    training.view.end("ended")
    training.server.close()
    told(page, "Training has ended; this page stays as it is")
    assert page.locator("#announce").text_content().startswith("Training has ended")
    assert page.locator("#results table >> nth=0 >> tbody tr").count() == 3
    assert page.locator("#confusion table").count() == 3
    page.wait_for_timeout(300)
    assert page.locator("#live").get_attribute("data-how") == "ended"
    page.get_by_role("button", name="한국어").click()
    told(page, "학습이 끝났습니다")
    assert watch.complaints == []


@pytest.fixture
def begin(data_file, tmp_path):
    """Starts a training that does not end by itself, and gives its process and its address."""
    started = []
    options = ["--dataset", str(data_file), "--hidden", "8", "--epochs", "1000000", "--quiet"]

    def begin(activation, port):
        line = [sys.executable, "-m", "undergrad", "train", "--activation", activation, *options, "--live-port", port]
        process = subprocess.Popen(line, cwd=tmp_path, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        started.append(process)
        return process, process.stderr.readline().removeprefix("live: ").strip()

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def test_a_killed_training_is_told_and_the_next_one_at_its_address_is_shown(begin, watch):
    first, url = begin("tanh", "0")
    page = watch(url)
    told(page, "Training is under way")
    page.wait_for_function("() => document.querySelectorAll('#measure path.line').length === 2")
    first.kill()
    first.wait()
    told(page, "No connection to the training")
    assert page.locator("#live").get_attribute("data-how") == "lost"
    assert page.locator("#results tbody tr").inner_text().startswith("tanh")
    begin("relu", url.rstrip("/").rpartition(":")[2])
    page.wait_for_function("() => document.querySelector('#results tbody tr')?.textContent.startsWith('relu')")
    told(page, "Training is under way")
