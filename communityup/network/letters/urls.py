"""Where the letters of a network are: to read back for everybody, and to write for who coordinates it."""

from django.urls import path

from communityup.network.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.archive, name="archive"),
    path("feed.atom", views.feed, name="feed"),
    path("overzicht/", views.overview, name="overview"),
    path("schrijven/", views.write, name="write"),
    path("adressen/", views.addresses, name="addresses"),
    path("adressen/erin/", views.bring_in, name="bring_in"),
    path("<str:public_id>/", views.letter, name="letter"),
    path("<str:public_id>/beheren/", views.manage, name="manage"),
    path("<str:public_id>/wijzigen/", views.edit, name="edit"),
    path("<str:public_id>/weggooien/", views.drop, name="drop"),
    path("<str:public_id>/proef/", views.test, name="test"),
    path("<str:public_id>/plannen/", views.plan, name="plan"),
    path("<str:public_id>/terughalen/", views.take_back, name="take_back"),
]
