"""Where the end of a challenge is, and the guard around all addresses of a challenge that is closed."""

from django.urls import ResolverMatch, path

from communityup.workspace.endings import views
from communityup.workspace.setup.urls import MayBeOff

# A whole hall answers there at once: its rounds end with the closing, which refuses the same without one more question.
ROUNDS_END = "dialogue"


class MayBeClosed(MayBeOff):
    """The addresses of one app of a challenge: once it is closed they read as ever, and take little."""

    def resolve(self, path: str) -> ResolverMatch:
        """Return what stands at an address, guarded."""
        match = super().resolve(path)
        if self.app_name != ROUNDS_END:
            match.func = views.while_open(match.func)
        return match


app_name = "endings"
urlpatterns = [
    path("", views.page, name="page"),
    path("voorstellen/", views.propose, name="propose"),
    path("heropenen/", views.reopen, name="reopen"),
]
