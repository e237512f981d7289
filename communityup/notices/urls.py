"""Where one's own messages are. The page to stop asks nobody to sign in."""

from django.urls import path

from communityup.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.messages_page, name="list"),
    path("papier/", views.paper, name="paper"),
    path("gelezen/", views.read, name="read"),
    path("instellingen/", views.settings_page, name="settings"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("uitnodigingen/stop/<str:token>/", views.stop_invitations, name="stop_invitations"),
]
