"""The installed wheel, used from a folder without the source: python use_wheel.py PATH_OF_THE_COMMAND."""

import subprocess
import sys
import tempfile
from importlib.metadata import requires
from pathlib import Path

import undergrad

assert "site-packages" in undergrad.__file__, undergrad.__file__
assert not any("torch" in line and "extra" not in line for line in requires("undergrad") or [])
dataset = undergrad.load_dataset("mnist-10k")
model = undergrad.fully_connected(784, [16], 10, "tanh")
fitted = undergrad.fit(model, dataset, epochs=1, learning_rate=0.1)
assert fitted.best.val_measure > 0.5, fitted
with tempfile.TemporaryDirectory() as folder:
    fitted.trained.save(Path(folder) / "model.safetensors")
    common = {"cwd": folder, "check": True, "capture_output": True, "text": True}
    said = subprocess.run([sys.argv[1], "evaluate", "model.safetensors", "--dataset", "mnist-10k"], **common)
    assert "test accuracy 0." in said.stdout, said
    command = [sys.argv[1], "compare", "--hidden", "8", "--epochs", "1", "--out", "out", "--quiet"]
    assert "sigmoid" in subprocess.run(command, **common).stdout
    assert (Path(folder) / "out" / "accuracy.png").stat().st_size > 10_000
    page = Path(folder) / "out" / "report.html"
    assert "function render(" in page.read_text("utf-8")
    # Without Optuna a search draws at random.
    (Path(folder) / "space.toml").write_text('dataset = "mnist-10k"\ntrials = 2\n[space]\nwidth = [4, 8]\nepochs = 1\n')
    command = [sys.argv[1], "tune", "space.toml", "--out", "search", "--quiet"]
    assert "proposed by the strategy random" in " ".join(subprocess.run(command, **common).stdout.split())
    command = [sys.argv[1], "runs", "list", "."]
    assert "trials/0001" in subprocess.run(command, **common).stdout
print("the wheel works:", undergrad.__version__)
