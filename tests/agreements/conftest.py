"""Tests with real transactions empty the database afterwards, the log too."""

from tests.log_flush import log_may_be_emptied_between_tests

__all__ = ["log_may_be_emptied_between_tests"]
