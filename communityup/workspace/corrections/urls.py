"""Where slips of the pen are."""

from django.urls import path

from communityup.workspace.corrections import views

app_name = "corrections"
urlpatterns = [
    path("", views.page, name="page"),
    path("verbeteren/<str:kind>/<str:public_id>/", views.correct, name="correct"),
    path("<str:public_id>/protest/", views.protest, name="protest"),
]
