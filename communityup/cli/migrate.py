"""`communityup migrate`: bring the database to this version."""

import argparse
import contextlib
from collections.abc import Iterator


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("migrate", help="bring the database to this version")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the tables, triggers and shared counters that this version needs."""
    del options
    import django
    from django.core.management import call_command

    django.setup()
    with new_tables_alone() if is_empty() else contextlib.nullcontext():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return 0


def is_empty() -> bool:
    """Say whether the database has no table yet."""
    from django.db import connection

    return not connection.introspection.table_names()


@contextlib.contextmanager
def new_tables_alone() -> Iterator[None]:
    """Let a migration that makes a table build the model of that table alone: a first start takes a third of the time.

    Django builds every model anew that is related to the new one by any road, which here is all of them, each time.
    Nothing can point to a model that was not there, so that is not needed; the tables come out the same
    (`tests/install/test_migrate.py` compares them). An existing database is brought forward in Django's own way.
    """
    from django.db.migrations.state import ModelState, ProjectState

    with_all_others = ProjectState.add_model

    def alone(self: ProjectState, model_state: ModelState) -> None:
        built = self.__dict__.pop("apps", None)
        with_all_others(self, model_state)
        if built is not None:
            self.__dict__["apps"] = built
            built.render_multiple([model_state])

    ProjectState.add_model = alone  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = with_all_others  # type: ignore[method-assign]
