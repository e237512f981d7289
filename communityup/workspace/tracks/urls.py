"""Where the pages about parallel tracks are."""

from django.urls import path

from communityup.workspace.tracks import views

app_name = "tracks"
urlpatterns = [
    path("", views.page, name="page"),
    path("nieuw/", views.register, name="register"),
    path("agenda/<str:public_id>/uitkomst/", views.settle, name="settle"),
    path("agenda/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/", views.track, name="track"),
    path("<str:public_id>/andere-woorden/", views.reword, name="reword"),
    path("<str:public_id>/raakt-doel/", views.overlap, name="overlap"),
    path("<str:public_id>/wringt/", views.friction, name="friction"),
    path("<str:public_id>/afgelopen/", views.end, name="end"),
]
