"""Where holding and letting go is."""

from django.urls import path

from communityup.workspace.grip import views

app_name = "grip"
urlpatterns = [
    path("", views.page, name="page"),
    path("afdrukken/", views.sheet, name="print"),
    path("onderwerp/", views.add, name="add"),
    path("<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/<int:number>/", views.cell, name="cell"),
    path("<str:public_id>/<int:number>/kiezen/", views.choose, name="choose"),
]
