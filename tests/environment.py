"""Loaded by pytest before anything else: tests never touch a real site's settings or folder."""

import gc
import logging
import os
import sys
import tempfile

from hypothesis import HealthCheck, settings

os.environ["COMMUNITYUP_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "communityup.config.settings"
os.environ.setdefault("COMMUNITYUP_DATA", tempfile.mkdtemp(prefix="communityup-test-"))
for name in [name for name in os.environ if name.startswith("COMMUNITYUP_MAIL")]:
    del os.environ[name]

# A test throws away thousands of objects, and few of them point at each other in a circle: looking for those less often
# makes the tests a tenth faster.
gc.set_threshold(100_000, 20, 20)

# Property tests measure nothing: a machine that is busy with something else must not fail them.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


def pytest_collection_finish() -> None:
    """Leave everything that stays until the end out of every look for circles: another twentieth."""
    gc.collect()
    gc.freeze()


def pytest_runtest_call() -> None:
    """Let the log of the server write to what this test captures: what an earlier one captured is closed by now."""
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler:
            handler.stream = sys.stderr  # setStream would flush the old one


def pytest_sessionfinish() -> None:
    """Look for circles once more, so that what was never awaited is still told; pytest itself does so five times."""
    gc.collect()
    gc.freeze()
