"""Where the pages of the learning networks are."""

from django.urls import path

from communityup.network.networks import views

app_name = "networks"
urlpatterns = [
    path("", views.networks, name="list"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/factsheet/", views.factsheet, name="factsheet"),
    path("<slug:slug>/logboek/", views.log, name="log"),
    path("<slug:slug>/beschrijven/", views.describe, name="describe"),
    path("<slug:slug>/coordinatoren/", views.coordinators, name="coordinators"),
    path("<slug:slug>/coordinatoren/afwezig/", views.away, name="away"),
    path("<slug:slug>/coordinatoren/stoppen/", views.stop, name="stop"),
    path("<slug:slug>/coordinatoren/<str:public_id>/intrekken/", views.take_back, name="take_back"),
    path("<slug:slug>/coordinatoren/uitnodiging/<str:token>/", views.invitation, name="invitation"),
]
