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
    """Let a migration build the model of the table it makes or changes, alone: a first start takes a third of the time.

    Django builds every model anew that is related to it by any road, which here is all of them, each time. Where
    nothing is stored yet that is not needed: the tables come out the same (`tests/install/test_migrate.py` compares
    them). What a migration does in Python still gets all models anew, with all roads between them, because the state
    says that this was delayed. An existing database is brought forward in Django's own way.
    """
    from unittest.mock import patch

    from django.db.migrations.state import ModelState, ProjectState

    with_all_others = ProjectState.add_model

    def alone(self: ProjectState, model_state: ModelState) -> None:
        built = self.__dict__.pop("apps", None)
        with_all_others(self, model_state)
        if built is not None:
            self.__dict__["apps"] = built
            built.render_multiple([model_state])

    def itself(self: ProjectState, app_label: str, model_name: str, *_delay: bool) -> set[tuple[str, str]]:
        self.is_delayed = True
        return {(app_label, model_name)}

    with patch.multiple(ProjectState, add_model=alone, _find_reload_model=itself):
        yield
