"""Where the course is."""

from django.urls import path

from communityup.workspace.course import views

app_name = "course"
urlpatterns = [
    path("", views.page, name="page"),
    path("nieuw/", views.propose, name="propose"),
    path("wie-brengt-wat-in/", views.brought, name="brought"),
    path("<str:public_id>/", views.route, name="route"),
    path("<str:public_id>/<int:number>/", views.version, name="version"),
    path("<str:public_id>/wijzigen/", views.change, name="change"),
    path("<str:public_id>/heropenen/", views.reopen, name="reopen"),
    path("<str:public_id>/stoppen/", views.end, name="end"),
    path("<str:public_id>/herijken.ics", views.calendar, name="calendar"),
]
