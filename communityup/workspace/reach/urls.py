"""Where an invitation is passed on, and where one finds what helps to reach people."""

from django.urls import path

from communityup.workspace.reach import views

app_name = "reach"
urlpatterns = [
    path("opgaven/uitnodiging/<str:token>/doorsturen/", views.forward, name="forward"),
]
