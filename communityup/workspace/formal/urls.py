"""Where the formal decisions are."""

from django.urls import path

from communityup.workspace.formal import views

app_name = "formal"
urlpatterns = [
    path("", views.page, name="page"),
    path("vastleggen/", views.record, name="record"),
    path("<str:public_id>/", views.decision, name="decision"),
    path("<str:public_id>/verbeteren/", views.correct, name="correct"),
]
