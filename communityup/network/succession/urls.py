"""Where members choose who coordinates when nobody does."""

from django.urls import path

from communityup.network.succession import views

app_name = "succession"
urlpatterns = [
    path("", views.page, name="page"),
    path("aanbieden/", views.offer, name="offer"),
    path("intrekken/", views.withdraw, name="withdraw"),
    path("<str:public_id>/zeggen/", views.say, name="say"),
]
