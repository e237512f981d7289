"""Look at the code without running the tests: layout, types, imports, templates, licences, migrations, translations."""

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LIVE_SITE = {
    "COMMUNITYUP_MODE": "production",
    "COMMUNITYUP_HOSTS": "example.org",
    "COMMUNITYUP_ADDRESS": "https://example.org",
    "COMMUNITYUP_CONTACT": "contact@example.org",
    "COMMUNITYUP_MAIL_HOST": "mail.example.org",
    "COMMUNITYUP_MAIL_FROM": "Community-up <noreply@example.org>",
    "COMMUNITYUP_MAIL_TLS": "yes",
    "DATABASE_URL": "postgresql://communityup@localhost/communityup",
}


@dataclass(frozen=True)
class Check:
    """One look at the code: a command that fails when something is wrong."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a check said."""

    name: str
    passed: bool
    seconds: float
    output: str


def tool(name: str) -> str:
    """Return the path of an installed tool."""
    return str(BIN / name)


def checks() -> list[Check]:
    """Return every check, quick ones first."""
    python = sys.executable
    testing = {"COMMUNITYUP_MODE": "test", "DJANGO_SETTINGS_MODULE": "communityup.config.settings"}
    live = {**testing, **LIVE_SITE, "COMMUNITYUP_SECRET_KEY": secrets.token_urlsafe(60)}
    return [
        Check("lint", [tool("ruff"), "check", "--output-format", "concise", "."]),
        Check("layout", [tool("ruff"), "format", "--check", "."]),
        Check("imports", [tool("lint-imports"), "--no-cache"]),
        Check("templates", [tool("djlint"), "communityup", "--lint", "--quiet"]),
        Check("licences", [tool("reuse"), "lint", "--quiet"]),
        Check("translations", [python, "-m", "tools.messages", "--check"]),
        Check("migrations", [python, "-m", "django", "makemigrations", "--check", "--dry-run"], testing),
        Check("live-site", [python, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"], live),
        Check("types", [tool("mypy")]),
    ]


def look(check: Check) -> Outcome:
    """Run one check."""
    started = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITYUP_")}
    done = subprocess.run(
        check.words,
        cwd=ROOT,
        env={**environment, **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Outcome(check.name, done.returncode == 0, time.monotonic() - started, done.stdout.strip())


def look_at_all(names: Sequence[str] = ()) -> list[Outcome]:
    """Run the checks asked for, or all, and tell about each."""
    outcomes = []
    for check in checks():
        if names and check.name not in names:
            continue
        outcome = look(check)
        print(f"  {'ok    ' if outcome.passed else 'FAILED'} {outcome.name} ({outcome.seconds:.1f} s)", flush=True)
        if not outcome.passed:
            print("\n".join("      " + line for line in outcome.output.splitlines()[-60:]), flush=True)
        outcomes.append(outcome)
    return outcomes


def fix() -> None:
    """Let the tools mend what they can."""
    subprocess.run([tool("ruff"), "check", "--fix", "--exit-zero", "--quiet", "."], cwd=ROOT, check=False)
    subprocess.run([tool("ruff"), "format", "."], cwd=ROOT, check=False)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="make check", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *(check.name for check in checks())], help="only these checks")
    parser.add_argument("--fix", action="store_true", help="mend first what tools can mend")
    options = parser.parse_args()
    if options.fix:
        fix()
    outcomes = look_at_all(options.names)
    failed = sum(not outcome.passed for outcome in outcomes)
    print(f"{len(outcomes) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
