"""Where one looks back on a session: at one's own link, and for who coordinates below the address of the session."""

from django.urls import path

from communityup.network.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("terugblik/<str:token>/", views.answer, name="answer"),
    path("terugblik/<str:token>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/terugblik/anders/", views.words, name="words"),
]
