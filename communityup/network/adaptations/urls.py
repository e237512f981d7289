"""Where one tells how a practice was used."""

from django.urls import path

from communityup.network.adaptations import views

app_name = "adaptations"
urlpatterns = [
    path("hergebruik/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/hergebruik/", views.tell, name="tell"),
]
