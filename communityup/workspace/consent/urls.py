"""Where the questions to all parties are."""

from django.urls import path

from communityup.workspace.consent import views

app_name = "consent"
urlpatterns = [
    path("", views.questions, name="list"),
    path("<str:public_id>/", views.question, name="question"),
    path("<str:public_id>/ja/", views.agree, name="agree"),
    path("<str:public_id>/nog-niet/", views.not_yet, name="not_yet"),
    path("<str:public_id>/intrekken/", views.withdraw, name="withdraw"),
]
