"""Where forms are printed and entered, and where their code leads."""

from django.urls import path

from communityup.workspace.paper import views

app_name = "paper"
urlpatterns = [
    path("papier/", views.entrance, name="entrance"),
    path("papier/<str:code>/", views.slip, name="slip"),
    path("papier/<str:code>/terugnemen/", views.take_back, name="take_back"),
    path("opgaven/<slug:slug>/papier/", views.page, name="page"),
    path("opgaven/<slug:slug>/papier/maken/", views.make, name="make"),
    path("opgaven/<slug:slug>/papier/invoeren/", views.enter, name="enter"),
    path("opgaven/<slug:slug>/papier/invoeren/<str:public_id>/", views.fill, name="fill"),
    path("opgaven/<slug:slug>/papier/zonder-formulier/<str:kind>/", views.without_form, name="without_form"),
    path("opgaven/<slug:slug>/papier/formulier/<str:public_id>/nieuws/", views.news, name="news"),
    path("opgaven/<slug:slug>/papier/formulier/<str:public_id>/ongedaan/", views.undo, name="undo"),
    path("opgaven/<slug:slug>/papier/formulier/<str:public_id>/van-ons/", views.confirm, name="confirm"),
    path("opgaven/<slug:slug>/papier/formulier/<str:public_id>/niet-van-ons/", views.decline, name="decline"),
    path("opgaven/<slug:slug>/papier/<str:public_id>/terug/", views.revoke, name="revoke"),
]
