"""Where the page is on which one notes where one stands."""

from django.urls import path

from communityup.network.positions import views

app_name = "positions"
urlpatterns = [path("", views.stand, name="stand")]
