"""Where people who come to a session meet: at one's own link."""

from django.urls import path

from communityup.network.continuity import views

app_name = "continuity"
urlpatterns = [
    path("ontmoeten/<str:token>/", views.meet, name="meet"),
    path("ontmoeten/<str:token>/terugnemen/", views.take_back, name="take_back"),
]
