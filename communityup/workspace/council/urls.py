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
    path("vragen/<str:public_id>/vastleggen/", views.take_in, name="take_in"),
    path("loslaten/nieuw/", views.free, name="free"),
    path("loslaten/<str:public_id>/", views.freedom, name="freedom"),
    path("loslaten/<str:public_id>/andere-woorden/", views.reword, name="reword"),
    path("loslaten/<str:public_id>/lezing/", views.reading, name="reading"),
    path("loslaten/<str:public_id>/vervallen/", views.end, name="end"),
    path("mijlpalen/nieuw/", views.milestone, name="milestone"),
    path("mijlpalen/<str:public_id>/verplaatst/", views.moved, name="moved"),
    path("mijlpalen/<str:public_id>/bereikt/", views.reached, name="reached"),
    path("mijlpalen/<str:public_id>/toch-niet/", views.not_reached, name="not_reached"),
]
