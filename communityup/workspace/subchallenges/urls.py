"""Where a challenge and its parts are."""

from django.urls import path

from communityup.workspace.subchallenges import views

app_name = "subchallenges"
urlpatterns = [
    path("", views.page, name="page"),
    path("afsplitsen/", views.split, name="split"),
]
