"""Where the years of a network are."""

from django.urls import path

from communityup.network.years import views

app_name = "years"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("<int:year>/", views.page, name="page"),
]
