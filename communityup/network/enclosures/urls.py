"""Where files of practices are: to take along for who reads the practice, and under a network to add and take away."""

from django.urls import path

from communityup.network.enclosures import views

app_name = "enclosures"
IN = "netwerken/<slug:slug>/praktijken/"
urlpatterns = [
    path("praktijken/bestanden/<str:public_id>/", views.download, name="download"),
    path(f"{IN}bestanden/<str:public_id>/weghalen/", views.take_away, name="take_away"),
    path(f"{IN}<str:public_id>/bestand/", views.add, name="add"),
]
