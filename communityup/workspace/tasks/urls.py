"""Where my tasks are found."""

from django.urls import path

from communityup.workspace.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.page, name="page"),
    path("even-niet/", views.away, name="away"),
    path("terug/", views.back, name="back"),
]
