"""Where the pages of the council's window are."""

from django.urls import path

from communityup.workspace.council import views

app_name = "council"
urlpatterns = [
    path("", views.page, name="page"),
    path("meekijkers/voorstellen/", views.propose, name="propose"),
    path("meekijkers/stoppen/", views.stop, name="stop"),
    path("meekijkers/mijn-uitnodiging/<str:public_id>/", views.own_invitation, name="own_invitation"),
    path("meekijkers/uitnodiging/<str:token>/", views.invitation, name="invitation"),
    path("vragen/stellen/", views.ask, name="ask"),
    path("vragen/<str:public_id>/", views.question, name="question"),
    path("vragen/<str:public_id>/antwoord/", views.answer, name="answer"),
]
