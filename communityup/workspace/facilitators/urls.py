"""Where one sees and chooses who guards the process."""

from django.urls import path

from communityup.workspace.facilitators import views

app_name = "facilitators"
urlpatterns = [
    path("", views.page, name="page"),
    path("voorstellen/", views.propose, name="propose"),
    path("van-buiten/", views.outsider, name="outsider"),
    path("gevraagd/<str:public_id>/", views.answer, name="answer"),
    path("gevraagd/<str:public_id>/nee/", views.give_up, name="give_up"),
    path("vervanger/", views.substitute, name="substitute"),
    path("vervanger/stoppen/", views.stop_standing_in, name="stop_standing_in"),
    path("overdragen/", views.hand_over, name="hand_over"),
    path("stoppen/", views.stop, name="stop"),
    path("helper/<str:public_id>/stoppen/", views.stop_helping, name="stop_helping"),
    path("<int:key>/iemand-anders/", views.replacement, name="replacement"),
]
