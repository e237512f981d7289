"""What can be wrong with the address and the folder of a site is said in one sentence that helps."""

import os
import socket
from pathlib import Path

import pytest

from communityup.cli import serve


def test_taken_port_is_named_with_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = serve.address_problem("127.0.0.1", port)
    assert told is not None
    assert told.startswith(f"Port {port} on 127.0.0.1 is taken by another program: choose another one with PORT=")
    assert serve.address_problem("127.0.0.1", int(told.split("PORT=")[1].rstrip("."))) is None


def test_free_port_is_no_problem() -> None:
    assert serve.address_problem("127.0.0.1", serve.free_port("127.0.0.1")) is None


@pytest.mark.parametrize("host", ["no.such.host.invalid", "198.51.100.7"])
def test_strange_host_is_refused(host: str) -> None:
    told = serve.address_problem(host, 8000)
    assert told is not None
    assert told.startswith(f"HOST={host} is not an address of this machine")


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "80.0", "²"])
def test_port_that_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(ValueError, match="PORT must be a whole number from 1 to 65535"):
        serve.address_of({"PORT": port})


def test_address_without_settings_is_this_machine() -> None:
    assert serve.address_of({}) == ("127.0.0.1", 8000)
    assert serve.address_of({"HOST": "", "PORT": ""}) == ("127.0.0.1", 8000)


def test_folder_is_made_and_can_be_written(tmp_path: Path) -> None:
    assert serve.folder_problem(tmp_path / "a" / "b") is None
    assert (tmp_path / "a" / "b").is_dir()


def test_folder_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = serve.folder_problem(tmp_path / "file" / "data")
    assert told is not None
    assert "cannot be written: choose another one with COMMUNITYUP_DATA=" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_disk_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_words: object) -> object:
        return Path("/dev/full").open("wb", buffering=0)

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    told = serve.folder_problem(tmp_path)
    assert told is not None
    assert told.startswith("The disk of the data folder")


@pytest.mark.parametrize(
    ("environment", "host", "refused"),
    [
        ({}, "127.0.0.1", False),
        ({}, "::1", False),
        ({}, "localhost", False),
        ({}, "0.0.0.0", True),  # noqa: S104
        ({}, "192.0.2.1", True),
        ({"COMMUNITYUP_MODE": "demo"}, "0.0.0.0", False),  # noqa: S104
        ({"COMMUNITYUP_MODE": "production"}, "192.0.2.1", False),
    ],
)
def test_network_sees_no_demonstration_by_accident(environment: dict[str, str], host: str, *, refused: bool) -> None:
    assert (serve.mode_problem(environment, host) is not None) is refused


def test_address_of_the_site_is_one_that_people_can_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COMMUNITYUP_")]:
        monkeypatch.delenv(name)
    assert serve.site_environment("0.0.0.0", 81)["COMMUNITYUP_ADDRESS"] == "http://127.0.0.1:81"  # noqa: S104
    assert serve.site_environment("::1", 81)["COMMUNITYUP_ADDRESS"] == "http://[::1]:81"
    assert serve.site_environment("127.0.0.1", 81)["COMMUNITYUP_MODE"] == "demo"
    monkeypatch.setenv("COMMUNITYUP_DATA", "")
    assert serve.site_environment("127.0.0.1", 81)["COMMUNITYUP_DATA"] == str(Path("data").resolve())
    monkeypatch.setenv("COMMUNITYUP_ADDRESS", "https://example.org")
    assert serve.site_environment("127.0.0.1", 81)["COMMUNITYUP_ADDRESS"] == "https://example.org"
