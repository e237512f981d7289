"""The dated report of `make prove`: what ran on which machine, what passed, and what was measured."""

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

from tools.parts import REPORTS, ROOT, Result, commit

# What is no measurement: what pytest generated, and what the site wrote into its log meanwhile.
NOTED = re.compile(r"- generated|\.?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ |Cache table ")


def machine() -> str:
    """Describe the machine without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {system}, Python {platform.python_version()}"


def measured() -> str:
    """Return what the measurements printed."""
    logs = sorted(REPORTS.glob("benchmarks*.log"))
    if not logs:
        return "Nothing was measured.\n"
    lines = [line for log in logs for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    return "```\n" + "\n".join(line.rstrip() for line in lines if not NOTED.match(line)) + "\n```\n"


def page(results: Sequence[Result], lines: Sequence[str], day: dt.date) -> str:
    """Return the text of the report."""
    rows = [
        f"| {result.name} | {result.passed} | {result.failed} | {result.skipped} | {result.seconds:.0f} |"
        for result in sorted(results, key=lambda result: result.name)
    ]
    table = "\n".join(["| part | passed | failed | skipped | seconds |", "|---|---|---|---|---|", *rows])
    closing = "\n".join(f"* {line}" for line in lines)
    text = f"# Proof of {day.isoformat()}\n\nCommit {commit()}, on {machine()}.\n\n{table}\n\n{closing}\n\n"
    return (text + "## Measured\n\n" + measured()).replace(str(ROOT), ".")


def write(results: Sequence[Result], lines: Sequence[str]) -> Path:
    """Write the report of today."""
    day = dt.datetime.now(tz=dt.UTC).date()
    target = ROOT / "docs" / "reports" / f"prove-{day.isoformat()}.md"
    target.write_text(page(results, lines, day), encoding="utf-8")
    return target
