"""Where first sketches, each version of them and the reactions to it are."""

from django.urls import path

from communityup.network.outlines import views

app_name = "outlines"
urlpatterns = [
    path("", views.sketches, name="list"),
    path("nieuw/", views.show, name="show"),
    path("reacties/<str:public_id>/", views.reaction, name="reaction"),
    path("reacties/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/", views.outline, name="outline"),
    path("<str:public_id>/nieuwe-versie/", views.revise, name="revise"),
    path("<str:public_id>/afronden/", views.end, name="end"),
    path("<str:public_id>/heropenen/", views.open_again, name="open_again"),
    path("<str:public_id>/versie/<int:number>/", views.outline, name="version"),
    path("<str:public_id>/versie/<int:number>/reageren/", views.react, name="react"),
]
