"""Where one looks whether all are ready."""

from django.urls import path

from communityup.workspace.readiness import views

app_name = "readiness"
urlpatterns = [
    path("", views.page, name="page"),
    path("vragen/", views.ask_all, name="ask_all"),
    path("eigen/", views.ask_own, name="ask_own"),
    path("<str:public_id>/", views.check, name="check"),
    path("<str:public_id>/logboek/", views.log, name="log"),
    path("<str:public_id>/verloop/", views.trend, name="trend"),
    path("<str:public_id>/antwoorden/", views.answer, name="answer"),
    path("<str:public_id>/namens-je-partij/", views.answer_openly, name="answer_openly"),
    path("<str:public_id>/sluiten/", views.close, name="close"),
    path("<str:public_id>/woorden-terugnemen/", views.take_words_back, name="take_words_back"),
    path("<str:public_id>/antwoorden-terugnemen/", views.take_answers_back, name="take_answers_back"),
    path("<str:public_id>/uitkomst/", views.outcome, name="outcome"),
    path("<str:public_id>/stap/", views.step, name="step"),
    path("<str:public_id>/afronden/", views.end, name="end"),
]
