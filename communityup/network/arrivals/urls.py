"""Where badges and the spreadsheet of who comes are: among the pages of sessions."""

from django.urls import path

from communityup.network.arrivals import views

app_name = "arrivals"
urlpatterns = [
    path("binnen/<str:token>/", views.badge, name="badge"),
    path("<str:public_id>/deelnemers/badges/", views.badges, name="badges"),
    path("<str:public_id>/deelnemers/lijst.xlsx", views.spreadsheet, name="spreadsheet"),
]
