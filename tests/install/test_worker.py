"""The worker knows the jobs of every app, and does each once when asked."""

import importlib

import pytest
from django.apps import apps

from communityup import cli
from communityup.cli import work
from tests.architecture import scan


def test_worker_knows_every_job_of_every_app() -> None:
    expected = []
    for folder in scan.apps():
        if (folder / "jobs.py").exists() and folder.name != "base":
            name = ".".join(folder.relative_to(scan.ROOT).parts)
            if apps.is_installed(name):
                expected += [job.name for job in importlib.import_module(f"{name}.jobs").JOBS]
    assert sorted(job.name for job in work.all_jobs()) == sorted(expected)
    assert "send_mail" in expected
    assert len(set(expected)) == len(expected)


@pytest.mark.django_db(transaction=True)
def test_work_once_does_every_job_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["work", "--once"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == [job.name for job in work.all_jobs()]
