"""Where forms are printed and entered, and where their code leads."""

from django.urls import path

from communityup.workspace.paper import views

app_name = "paper"
urlpatterns = [
    path("papier/", views.entrance, name="entrance"),
    path("papier/<str:code>/", views.slip, name="slip"),
    path("opgaven/<slug:slug>/papier/", views.page, name="page"),
    path("opgaven/<slug:slug>/papier/maken/", views.make, name="make"),
    path("opgaven/<slug:slug>/papier/<str:public_id>/terug/", views.revoke, name="revoke"),
]
