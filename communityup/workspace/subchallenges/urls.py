"""Where a challenge and its parts are."""

from django.urls import path

from communityup.workspace.subchallenges import views

app_name = "subchallenges"
urlpatterns = [
    path("", views.page, name="page"),
    path("samenvoegen/", views.link, name="link"),
    path("samenvoegen/<str:public_id>/stoppen/", views.stop_asking, name="stop_asking"),
    path("losmaken/<str:public_id>/", views.loosen, name="loosen"),
    path("afsplitsen/", views.split, name="split"),
]
