"""Where one reads what is hidden in a network, reports words, and turns a key."""

from django.urls import path

from communityup.network.decency import views

app_name = "decency"
urlpatterns = [
    path("", views.hidden, name="hidden"),
    path("melden/", views.choose, name="choose"),
    path("melden/<str:public_id>/", views.report, name="report"),
    path("sleutel/", views.hold, name="hold"),
    path("zaken/<str:public_id>/", views.case, name="case"),
    path("zaken/<str:public_id>/sleutel/", views.turn, name="turn"),
    path("zaken/<str:public_id>/nog-eens/", views.again, name="again"),
]
