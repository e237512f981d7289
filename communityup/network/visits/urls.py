"""Where the pages of visits are."""

from django.urls import path

from communityup.network.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.listing, name="list"),
    path("mijn/", views.mine, name="mine"),
    path("vragen/", views.ask, name="ask"),
    path("aanbieden/", views.offer, name="offer"),
    path("vraag-of-aanbod/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("voorstellen/", views.matching, name="matching"),
    path("voorstellen/<str:public_id>/", views.proposal, name="proposal"),
    path("voorstellen/<str:public_id>/intrekken/", views.withdraw_proposal, name="withdraw_proposal"),
    path("<str:public_id>/", views.visit, name="visit"),
    path("<str:public_id>/wie-komt/", views.delegation, name="delegation"),
    path("<str:public_id>/dag/", views.day, name="day"),
    path("<str:public_id>/agenda.ics", views.calendar, name="calendar"),
    path("<str:public_id>/voorbereiden/", views.prepare, name="prepare"),
    path("<str:public_id>/niet-door/", views.stop, name="stop"),
]
