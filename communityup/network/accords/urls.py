"""Where the agreements of a network are."""

from django.urls import path

from communityup.network.accords import views

app_name = "accords"
urlpatterns = [
    path("", views.accords, name="list"),
    path("voorstellen/", views.propose, name="propose"),
    path("<str:public_id>/zeggen/", views.answer, name="answer"),
    path("<str:public_id>/anders/", views.reword, name="reword"),
]
