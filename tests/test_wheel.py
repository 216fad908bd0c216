"""The wheel holds all that the bot needs, and runs from an empty folder without the checkout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.seci.filters import read_messages
from bot.seci.reader import load_reader
from migrations.run import newest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "migrations", "models", "playground")
PATIENCE = 60.0  # seconds, for a busy machine; two or three on a quiet one
# What the script ``ba`` does, in an interpreter that does not know the checkout. Each command says
# at its end if a module came from there all the same.
BA = f"""
import atexit, sys
from importlib.metadata import entry_points
root = {str(ROOT)!r}
sys.path[:] = [each for each in sys.path if each != root]
def own():
    found = [getattr(each, "__file__", None) or "" for each in list(sys.modules.values())]
    strays = [file for file in found if file.startswith(tuple(root + "/" + p for p in {PACKAGES}))]
    if strays: print("FROM THE CHECKOUT", strays)
atexit.register(own)
[ba] = entry_points(group="console_scripts", name="ba")
ba.load()()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would be, but with the tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    folder = wheel.parent / "unpacked"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def sources() -> set[str]:
    """Every file of the packages, as the wheel names it."""
    files = {file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file()}
    return {
        file.relative_to(ROOT).as_posix()
        for file in files
        if "__pycache__" not in file.parts and not file.name.startswith(".")
    }


def test_it_holds_every_file_of_the_packages_and_nothing_else(unpacked: Path) -> None:
    held = {
        file.relative_to(unpacked).as_posix()
        for file in unpacked.rglob("*")
        if file.is_file() and not file.parts[len(unpacked.parts)].endswith(".dist-info")
    }
    assert held == sources() | {"bot/app.yaml"}
    # What is no module is what a build forgets first.
    for name in (
        "bot/seci/model/meta.json",
        "migrations/script.py.mako",
        f"migrations/versions/{newest()}_*.py",
        "playground/samples/*.yaml",
        "playground/web/index.html",
        "playground/web/css/*.css",
        "playground/web/js/main.js",
    ):
        assert list(unpacked.glob(name)), name
    assert (unpacked / "bot/app.yaml").read_bytes() == (ROOT / "app.yaml").read_bytes()


def environment(unpacked: Path, more: dict[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("BA_", "SLACK_"))
    }
    return {**kept, "PYTHONPATH": str(unpacked), "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def ba(
    unpacked: Path, folder: Path, *arguments: str, **more: str
) -> Iterator[subprocess.Popen[str]]:
    """``ba …`` in a folder; it is asked to end when the block ends, as Ctrl-C would."""
    run = subprocess.Popen(
        [sys.executable, "-c", BA, *arguments],
        cwd=folder,
        env=environment(unpacked, more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with run:
        try:
            yield run
        finally:
            if run.poll() is None:
                run.send_signal(signal.SIGINT)
            try:
                run.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                run.kill()
                raise


def said(unpacked: Path, folder: Path, arguments: Sequence[str], stdin: str, **more: str) -> str:
    with ba(unpacked, folder, *arguments, **more) as run:
        output, _ = run.communicate(stdin, timeout=PATIENCE)
    assert run.returncode == 0, output
    assert "FROM THE CHECKOUT" not in output
    return output


def test_it_runs_from_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    with ba(unpacked, tmp_path, "playground", "--port", "0") as playground:
        assert playground.stdout is not None
        url = playground.stdout.readline().split(" at ")[1].strip()
        given = dict(playground.stdout.readline().strip().split("=", 1) for _ in range(4))
        for page, held in (("", b"/web/js/main.js"), ("web/js/main.js", b"import ")):
            with urlopen(f"{url}{page}", timeout=PATIENCE) as answer:
                assert held in answer.read()
        assert f"→ {newest()}." in said(unpacked, tmp_path, ["migrate"], "")
        # The doctor asks the playground for the manifest's scopes, and has the model read.
        found = said(unpacked, tmp_path, ["doctor"], "", **given)
        assert "✓ Scopes" in found
        assert "✓ Model" in found
        with ba(unpacked, tmp_path, "run", **given) as bot:
            assert bot.stdout is not None
            connected = any("Connected to Slack" in line for line in bot.stdout)
            assert connected
            bot.send_signal(signal.SIGINT)
            rest = bot.stdout.read()
        assert bot.returncode == 0
        assert "FROM THE CHECKOUT" not in rest


def test_it_reads_as_the_checkout_does(unpacked: Path, tmp_path: Path) -> None:
    line = json.dumps({"text": "The queue is like a tide: it comes back twice a day."})
    [here] = read_messages([line], load_reader())
    there = said(unpacked, tmp_path, ["read", "messages"], f"{line}\n")
    assert json.loads(there) == json.loads(here)
    assert json.loads(there)["scores"]
