"""Where the working agreement is."""

from django.urls import path

from communityup.workspace.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.page, name="page"),
    path("voorstellen/", views.propose, name="propose"),
    path("accepteren/", views.accept, name="accept"),
    path("<int:number>/", views.version, name="version"),
]
