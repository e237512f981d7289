"""Where the calendar of a network is, and the page that tells how one follows it."""

from django.urls import path

from communityup.network.calendars import views

app_name = "calendars"
urlpatterns = [
    path("agenda/", views.page, name="page"),
    path("agenda.ics", views.network, name="network"),
]
