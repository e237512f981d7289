"""Where an invitation is passed on, where one shares a challenge, and whom one can ask."""

from django.urls import path, register_converter

from communityup.codes.queries import ALPHABET
from communityup.workspace.reach import views
from communityup.workspace.reach.models import SHORT_LENGTH


class ShortConverter:
    """The code of a short address, in capitals or not; a code to take part is longer and has its own page."""

    regex = f"[{ALPHABET}{ALPHABET.lower()}]{{{SHORT_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(ShortConverter, "short")

app_name = "reach"
urlpatterns = [
    path("o/<short:code>/", views.short, name="short"),
    path("opgaven/uitnodiging/<str:token>/doorsturen/", views.forward, name="forward"),
    path("opgaven/uitnodiging/<str:token>/doorsturen/terug/", views.take_back_forward, name="take_back_forward"),
    path("opgaven/uitnodiging/<str:token>/opnieuw/", views.ask_anew, name="ask_anew"),
    path("opgaven/mijn-uitnodiging/<int:pk>/opnieuw/", views.ask_anew_own, name="ask_anew_own"),
    path("opgaven/<slug:slug>/partijen/<int:number>/intrekken/", views.take_party_back, name="take_party_back"),
    path("opgaven/<slug:slug>/delen/", views.share, name="share"),
    path("opgaven/<slug:slug>/delen/poster/", views.poster, name="poster"),
    path("opgaven/<slug:slug>/delen/kort/", views.make_short, name="make_short"),
    path("opgaven/<slug:slug>/delen/kort/terug/", views.take_back_short, name="take_back_short"),
    path("opgaven/nieuw/zoals/<slug:slug>/", views.copy, name="copy"),
    path("opgaven/<slug:slug>/oefenen/weggooien/", views.throw_away, name="throw_away"),
    path("opgaven/<slug:slug>/contact/", views.contacts, name="contacts"),
    path("opgaven/<slug:slug>/contact/worden/", views.be_contact, name="be_contact"),
    path("opgaven/<slug:slug>/contact/<int:number>/weg/", views.stop_contact, name="stop_contact"),
]
