"""Where the pages of sessions are. A session is found by its number, by its title, and by every address it had."""

from django.urls import path

from communityup.network.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.sessions, name="list"),
    path("plannen/", views.plan, name="plan"),
    path("bevestigen/<str:token>/", views.confirm, name="confirm"),
    path("plek/<str:token>/", views.place, name="place"),
    path("<str:public_id>/", views.session, name="session"),
    path("<str:public_id>/agenda.ics", views.calendar, name="calendar"),
    path("<str:public_id>/beschrijven/", views.describe, name="describe"),
    path("<str:public_id>/datum/", views.date, name="date"),
    path("<str:public_id>/afgelasten/", views.cancel, name="cancel"),
    path("<str:public_id>/aanmelden/", views.register, name="register"),
    path("<str:public_id>/aanmelden/verstuurd/", views.asked, name="asked"),
    path("<str:public_id>/plaatsen/", views.places, name="places"),
    path("<str:public_id>/deelnemers/", views.attendance, name="attendance"),
    path("<str:public_id>/opbrengst/", views.outcomes, name="outcomes"),
]
