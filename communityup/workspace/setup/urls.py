"""Where the set-up is, and the addresses of parts that can be off: what is sent there is refused in one place (A5)."""

from django.urls import ResolverMatch, URLResolver, path

from communityup.workspace.setup import views


class MayBeOff(URLResolver):
    """The addresses of one app of a challenge: while its part is off they read as ever, and take nothing."""

    @classmethod
    def around(cls, found: URLResolver) -> "MayBeOff":
        """Return the same addresses with the guard around their views."""
        kwargs = found.default_kwargs
        return cls(found.pattern, found.urlconf_name, kwargs, found.app_name, found.namespace)

    def resolve(self, path: str) -> ResolverMatch:
        """Return what stands at an address, guarded."""
        match = super().resolve(path)
        if self.app_name:
            match.func = views.while_on(match.func, self.app_name)
        return match


app_name = "setup"
urlpatterns = [
    path("", views.page, name="page"),
    path("<str:key>/oppakken/", views.take_up, name="take_up"),
    path("<str:key>/<str:change>/", views.propose, name="propose"),
]
