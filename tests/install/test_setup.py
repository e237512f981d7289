"""The first program on a strange machine: it says what is wrong in one sentence, and mends what it can."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import install

ROOT = Path(__file__).resolve().parents[2]
OLD = sorted(Path("~/.pyenv/versions").expanduser().glob("3.[6789].*/bin/python"))


def guard(python: str | Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Start tools/setup.py with a Python, where no other Python can be found."""
    return subprocess.run(
        [str(python), str(ROOT / "tools" / "setup.py"), *words],
        env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


def test_unknown_step_is_refused_with_a_sentence() -> None:
    done = guard(sys.executable, "dance")
    assert done.returncode == 2
    assert done.stderr.startswith("There is no step 'dance'")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not OLD, reason="no Python older than 3.10 on this machine")
def test_old_python_is_told_that_it_is_too_old() -> None:
    done = guard(OLD[0], "setup")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "too old for Community-up: install Python 3.11, 3.12 or 3.13" in done.stderr


def test_new_python_is_told_that_it_is_too_new(tmp_path: Path) -> None:
    text = (ROOT / "tools" / "setup.py").read_text(encoding="utf-8")
    (tmp_path / "setup.py").write_text(text.replace("NEWEST = (3, 13)", "NEWEST = (3, 10)"), encoding="utf-8")
    words = [sys.executable, str(tmp_path / "setup.py")]
    done = subprocess.run(words, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "too new for Community-up" in done.stderr


@pytest.mark.skipif(not OLD, reason="no Python older than 3.10 on this machine")
def test_old_python_hands_over_to_one_that_fits(tmp_path: Path) -> None:
    (tmp_path / "python3.12").symlink_to(sys.executable)
    words = [str(OLD[0]), str(ROOT / "tools" / "setup.py"), "dance"]
    done = subprocess.run(words, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("There is no step 'dance'")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: No space left on device (os error 28)", "Downloading failed because the disk is full"),
        ("npm error code ENOSPC", "Downloading failed because the disk is full"),
        ("error: Could not connect, are you offline?", "Downloading failed: is this machine offline?"),
        ("npm error code ENOTFOUND", "Downloading failed: is this machine offline?"),
        ("PermissionError: Permission denied: '/x'", "Downloading failed because a file may not be written"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "Downloading failed: ERROR: THESE PACKAGES DO NOT MATCH"),
        ("", "Downloading failed: it gave no reason"),
    ],
)
def test_failed_program_becomes_one_sentence(output: str, sentence: str) -> None:
    told = install.reason("Downloading", output)
    assert told.startswith(sentence)
    assert "\n" not in told


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "This file or folder may not be written: /x"),
        (install.Trouble("Port 8000 is taken."), "Port 8000 is taken."),
    ],
)
def test_trouble_in_a_step_is_told_without_traceback(
    problem: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise problem

    monkeypatch.setitem(install.STEPS, "run", fail)
    assert install.main(["run"]) == 1
    assert capsys.readouterr().err.startswith(sentence)


def test_little_room_is_refused_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(install.NEEDED_MEGABYTES, "run", 2**40)
    with pytest.raises(install.Trouble, match="The disk is full"):
        install.room("run")


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the installer at an empty place instead of the checkout's own environment."""
    folder = tmp_path / "venv"
    monkeypatch.setattr(install, "VENV", folder)
    monkeypatch.setattr(install, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(install, "BUSY", folder / "communityup-installing")
    return folder


@pytest.mark.slow
def test_broken_environment_is_made_anew(venv: Path) -> None:
    install.mend_environment()
    assert install.healthy()
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to("/nowhere/python3")
    assert not install.healthy()
    install.mend_environment()
    assert install.healthy()
    shutil.rmtree(next(venv.glob("lib/python3.*/site-packages/pip")))
    assert not install.healthy()


def package(venv: Path) -> Path:
    """Put one small package into an environment, as an installer would."""
    folder = venv / "lib" / "python3.11" / "site-packages"
    (folder / "thing-1.dist-info").mkdir(parents=True)
    (folder / "thing.py").write_text("word = 'whole'\n", encoding="utf-8")
    (folder / "thing-1.dist-info" / "RECORD").write_text(
        "thing.py,sha256=x,15\n../../bin/thing,sha256=x,9\nthing-1.dist-info/RECORD,,\n__pycache__/thing.pyc,,\n",
        encoding="utf-8",
    )
    return folder / "thing.py"


def test_damaged_package_is_noticed(venv: Path) -> None:
    file = package(venv)
    assert install.damaged() is None
    file.write_text("word", encoding="utf-8")
    assert install.damaged() == "thing.py"
    file.unlink()
    assert install.damaged() == "thing.py"


def test_installation_is_done_once_and_again_when_cut_off(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is fetched is not what this test is about: it watches when something is fetched."""
    file = package(venv)
    fetched: list[bool] = []
    monkeypatch.setattr(install, "fetch", lambda _lock, *, again=False: fetched.append(again))
    monkeypatch.setattr(install, "fetch_project", lambda: None)
    install.install_packages("run")
    install.install_packages("run")
    assert fetched == [False]
    install.BUSY.touch()
    install.install_packages("run")
    assert fetched == [False, True]
    file.write_text("cut", encoding="utf-8")
    install.install_packages("run")
    assert fetched == [False, True, True]


def test_what_a_developer_has_is_enough_for_running(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(venv)
    fetched: list[str] = []
    monkeypatch.setattr(install, "fetch", lambda lock, *, again=False: fetched.append(lock.name))  # noqa: ARG005
    monkeypatch.setattr(install, "fetch_project", lambda: None)
    install.install_packages("dev")
    install.install_packages("run")
    assert fetched == ["dev.txt"]


def test_make_alone_explains_every_target() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for word in ("setup", "run", "test", "check", "fix", "docs", "shots", "wheel", "prove", "migrations-check"):
        assert f"make {word}" in done.stdout


def test_make_lets_python_keep_what_it_read() -> None:
    words = ["make", "--no-print-directory", "--eval", "kept: ; @echo [$$PYTHONDONTWRITEBYTECODE]", "kept"]
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(words, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n", "each start of each program would read 3,000 files anew"


def test_continuous_integration_runs_the_tests() -> None:
    path = ROOT / ".ci" / "run"
    assert "exec make test" in path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
