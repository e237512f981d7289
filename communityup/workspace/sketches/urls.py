"""Where the question and each of its versions are."""

from django.urls import path

from communityup.workspace.sketches import views

app_name = "sketches"
urlpatterns = [
    path("", views.page, name="page"),
    path("andere-woorden/", views.propose, name="propose"),
    path("versie/<int:number>/", views.page, name="version"),
    path("versie/<int:number>/reageren/", views.react, name="react"),
    path("reacties/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
]
