"""Where one asks for a network: beside the list of them."""

from django.urls import path

from communityup.network.founding import views

app_name = "founding"
urlpatterns = [
    path("aanvragen/", views.ask, name="ask"),
    path("aanvragen/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
]
