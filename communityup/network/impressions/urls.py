"""Where the pages of what came of visits are."""

from django.urls import path

from communityup.network.impressions import views

app_name = "impressions"
urlpatterns = [
    path("verslagen/<str:public_id>/", views.report, name="report"),
    path("<str:public_id>/verslag/", views.write, name="write"),
    path("<str:public_id>/verslag/tonen/", views.show, name="show"),
    path("<str:public_id>/verslag/antwoord/", views.answer, name="answer"),
    path("<str:public_id>/verslag/publiceren/", views.publish, name="publish"),
    path("<str:public_id>/verslag/intrekken/", views.withdraw, name="withdraw"),
]
