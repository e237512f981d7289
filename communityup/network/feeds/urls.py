"""Where the practices of other sites are that a network follows."""

from django.urls import path

from communityup.network.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.feeds, name="list"),
    path("volgen/", views.follow, name="follow"),
    path("<str:public_id>/", views.look, name="look"),
    path("<str:public_id>/binnenlaten/", views.let_in, name="let_in"),
    path("<str:public_id>/stoppen/", views.stop, name="stop"),
]
