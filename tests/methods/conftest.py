"""Property tests here measure nothing: a machine that is busy with something else must not fail them."""

from hypothesis import settings

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")
