"""Where the pages about mandates and commitment are."""

from django.urls import path

from communityup.workspace.mandates import views

app_name = "mandates"
urlpatterns = [
    path("", views.page, name="page"),
    path("mijn/", views.own, name="own"),
    path("inzet/", views.commitment, name="commitment"),
    path("inzet/bevestigen/", views.confirm, name="confirm"),
    path("erachter/", views.sponsor, name="sponsor"),
    path("erachter/weg/", views.take_away, name="take_away"),
    path("erachter/<str:token>/", views.stop, name="stop"),
]
