"""Where one reports, and where hidden words and one's own words are found."""

from django.urls import path

from communityup.workspace.moderation import views

app_name = "moderation"
urlpatterns = [
    path("melden/", views.choose, name="choose"),
    path("melden/<str:public_id>/", views.words, name="words"),
    path("melden/<str:public_id>/verbergen/", views.hide, name="hide"),
    path("meldingen/", views.reports, name="reports"),
    path("meldingen/<str:public_id>/gezien/", views.seen, name="seen"),
    path("verborgen/", views.hidden, name="hidden"),
    path("verborgen/<str:public_id>/", views.case, name="case"),
    path("verborgen/<str:public_id>/stem/", views.voice, name="voice"),
    path("verborgen/<str:public_id>/opnieuw-bekijken/", views.appeal, name="appeal"),
    path("verborgen/<str:public_id>/antwoord/", views.answer, name="answer"),
    path("mijn-woorden/", views.mine, name="mine"),
    path("mijn-woorden/openbaar/", views.let_read, name="let_read"),
    path("mijn-woorden/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("mijn-woorden/<str:public_id>/eerdere-versies/", views.erase_earlier, name="erase_earlier"),
    path("mijn-woorden/<str:public_id>/wissen/", views.erase_loose, name="erase_loose"),
]
