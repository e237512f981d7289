"""Where the dialogue of a challenge is found."""

from django.urls import path

from communityup.workspace.dialogue import views

app_name = "dialogue"
urlpatterns = [
    path("", views.page, name="page"),
    path("gedachte/<str:public_id>/antwoord/", views.answer, name="answer"),
    path("delen/", views.share, name="share"),
    path("op-eigen-naam/", views.own_name, name="own_name"),
    path("passen/", views.pass_turn, name="pass"),
    path("naast-elkaar/", views.side_by_side, name="side_by_side"),
    path("mijn/", views.mine, name="mine"),
    path("namens/", views.for_party, name="for_party"),
    path("ronde/", views.round_page, name="round"),
    path("ronde/einde/", views.set_end, name="set_end"),
    path("ronde/sluiten/", views.close, name="close"),
    path("ronde/openen/", views.open_next, name="open"),
    path("gedachte/<str:public_id>/", views.thought, name="thought"),
    path("gedachte/<str:public_id>/namens/", views.party_answer, name="party_answer"),
    path("gedachte/<str:public_id>/voortbouwen/", views.build_on, name="build_on"),
    path("gedachte/<str:public_id>/terugnemen/", views.withdraw, name="withdraw"),
]
