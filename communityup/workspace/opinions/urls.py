"""Where the opinion map of a challenge is found."""

from django.urls import path

from communityup.workspace.opinions import views

app_name = "opinions"
urlpatterns = [
    path("", views.opinion_map, name="map"),
    path("uitgaven.json", views.releases, name="releases"),
]
