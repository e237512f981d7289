"""Make a site ready to be served: tables, static files, the demonstration's content. What is done is skipped."""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def prepare() -> int:
    """Do what is needed and return an exit code; in production tables are changed by `communityup migrate` only."""
    try:
        behind = is_behind()
    except DatabaseError as problem:
        return complain(f"The database does not answer: {str(problem).strip().splitlines()[0]}")
    if behind and settings.MODE == "production":
        return complain("The database is older than this version: run `communityup migrate` first.")
    if behind:
        from communityup.cli import main

        main(["migrate"])
    collect_static_files()
    return load_demonstration() if settings.DEMO else 0


def complain(sentence: str) -> int:
    """Say what is wrong in one sentence."""
    print(sentence, file=sys.stderr, flush=True)
    return 1


def is_behind() -> bool:
    """Say whether the database lacks a migration of this version, or the table of shared counters."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return True
    return settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names()


def collect_static_files() -> None:
    """Copy styles, letters and scripts to where the web server finds them, when one of them changed."""
    root = Path(settings.STATIC_ROOT)
    mark, now = root / ".collected", static_fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(now, encoding="ascii")


def load_demonstration() -> int:
    """Load the demonstration, unless this very one was loaded into a database that still has it."""
    from communityup import demo
    from communityup.cli import main
    from communityup.workspace.challenges.models import Challenge

    total = hashlib.sha256(str(connection.settings_dict["NAME"]).encode())
    for path in sorted(path for path in Path(demo.__path__[0]).rglob("*") if path.suffix in {".py", ".yaml"}):
        total.update(path.read_bytes())
    mark = Path(settings.DATA) / "demonstration-loaded"
    if mark.exists() and mark.read_text(encoding="ascii") == total.hexdigest() and Challenge.objects.exists():
        return 0
    code = main(["demo"])
    if code == 0:
        mark.write_text(total.hexdigest(), encoding="ascii")
    return code


def static_fingerprint() -> str:
    """Return a fingerprint that changes when a static file of any app changes."""
    total = hashlib.sha256(django.get_version().encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            total.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return total.hexdigest()
