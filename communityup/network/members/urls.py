"""Where the pages about the members of a network are."""

from django.urls import path

from communityup.network.members import views

app_name = "members"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("kaart/", views.places, name="map"),
    path("meedoen/", views.apply, name="apply"),
    path("meedoen/verstuurd/", views.sent, name="sent"),
    path("aanmelding/<str:token>/", views.application, name="application"),
    path("aanmeldingen/", views.applications, name="applications"),
    path("aanmeldingen/<str:public_id>/aannemen/", views.accept, name="accept"),
    path("aanmeldingen/<str:public_id>/afwijzen/", views.decline, name="decline"),
    path("welkom/<str:token>/", views.welcome, name="welcome"),
    path("mijn/", views.mine, name="mine"),
    path("mijn/voorstellen/", views.introduce, name="introduce"),
    path("mijn/kern/", views.core, name="core"),
    path("mijn/kern/stoppen/", views.stop_core, name="stop_core"),
    path("mijn/stoppen/", views.stop, name="stop"),
    path("mijn/weggaan/", views.leave, name="leave"),
    path("<str:public_id>/", views.member, name="member"),
    path("<str:public_id>/kennisgemaakt/", views.met, name="met"),
]
