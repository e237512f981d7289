"""Where the themes for sessions are."""

from django.urls import path

from communityup.network.themes import views

app_name = "themes"
urlpatterns = [
    path("", views.themes, name="list"),
    path("voorstellen/", views.propose, name="propose"),
    path("<str:public_id>/kiezen/", views.choose, name="choose"),
    path("<str:public_id>/meegeven/", views.attach, name="attach"),
]
