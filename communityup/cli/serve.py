"""`communityup serve`: check the address and the folder, start the site and keep it going."""

import argparse
import errno
import ipaddress
import os
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from communityup.cli.parent import Parent

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("serve", help="start the site, and the worker beside it with --with-worker")
    host, port = os.environ.get("HOST") or DEFAULT_HOST, os.environ.get("PORT") or str(DEFAULT_PORT)
    parser.add_argument("--host", default=host, help="address to listen on (or the variable HOST)")
    parser.add_argument("--port", default=port, help="port to listen on (or the variable PORT)")
    parser.add_argument("--with-worker", action="store_true", help="start the worker too, as for one machine")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the address and the folder, and keep web and worker running until told to stop."""
    try:
        host, port = address_of({"HOST": options.host, "PORT": options.port})
    except ValueError as problem:
        return complain(str(problem))
    problem_found = (
        mode_problem(os.environ, host) or address_problem(host, port) or folder_problem(data_folder(os.environ))
    )
    if problem_found:
        return complain(problem_found)
    return Parent(host, port, site_environment(host, port), with_worker=options.with_worker).keep()


def complain(sentence: str) -> int:
    """Say what is wrong in one sentence."""
    print(sentence, file=sys.stderr, flush=True)
    return 1


# What can be wrong before anything starts


def address_of(environment: Mapping[str, str]) -> tuple[str, int]:
    """Read HOST and PORT; a port that is no port is refused."""
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):  # noqa: PLR2004 - the largest port
        message = f"PORT must be a whole number from 1 to 65535, not {text!r}."
        raise ValueError(message)
    return environment.get("HOST") or DEFAULT_HOST, int(text)


def address_problem(host: str, port: int) -> str | None:
    """Say in one sentence why this address cannot be used, or None."""
    try:
        family, _kind, _number, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return f"HOST={host} is not an address of this machine: choose 127.0.0.1, or 0.0.0.0 for every address."
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(where)
        except PermissionError:
            return f"Port {port} is reserved for the system: choose another one with PORT=8000."
        except OSError as problem:
            return taken_or_strange(host, port, problem)
    return None


def taken_or_strange(host: str, port: int, problem: OSError) -> str:
    """Tell a taken port from an address that is not ours."""
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program: choose another one with PORT={free_port(host)}."
    return f"HOST={host} is not an address of this machine: choose 127.0.0.1, or 0.0.0.0 for every address."


def free_port(host: str) -> int:
    """Find a port that is free now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.bind((host, 0))
        return int(trial.getsockname()[1])


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the database and of everything a site keeps on disk."""
    return Path(environment.get("COMMUNITYUP_DATA") or "data").expanduser().resolve()


def folder_problem(folder: Path) -> str | None:
    """Say in one sentence why the data folder cannot be used, or None."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * 65536)
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            return f"The disk of the data folder {folder} is full: make room, or choose another with COMMUNITYUP_DATA."
        return f"The data folder {folder} cannot be written: choose another one with COMMUNITYUP_DATA=/some/folder."
    return None


def mode_problem(environment: Mapping[str, str], host: str) -> str | None:
    """Refuse to show a demonstration to the network because somebody forgot to say what this site is."""
    if environment.get("COMMUNITYUP_MODE") or is_loopback(host):
        return None
    return (
        f"Say what this site is before it listens on {host}: COMMUNITYUP_MODE=production, "
        "or COMMUNITYUP_MODE=demo for a demonstration in which everybody can play every role."
    )


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def site_environment(host: str, port: int) -> dict[str, str]:
    """Return the environment of the children: a demonstration unless the operator said otherwise."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - asked for by the operator
    shown = f"[{shown}]" if ":" in shown else shown
    defaults = {"COMMUNITYUP_MODE": "demo", "COMMUNITYUP_ADDRESS": f"http://{shown}:{port}"}
    given = {name: value for name, value in os.environ.items() if value or name not in {*defaults, "COMMUNITYUP_DATA"}}
    return {**defaults, **given, "COMMUNITYUP_DATA": str(data_folder(os.environ))}


def main() -> int:
    """Serve without loading the other commands: `make run` starts a second sooner."""
    parser = argparse.ArgumentParser(prog="communityup")
    add_parser(parser.add_subparsers(required=True, metavar="command"))
    options = parser.parse_args()
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
