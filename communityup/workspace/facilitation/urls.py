"""Where one answers steps that need two."""

from django.urls import path

from communityup.workspace.facilitation import views

app_name = "facilitation"
urlpatterns = [
    path("<str:public_id>/akkoord/", views.confirm, name="confirm"),
    path("<str:public_id>/intrekken/", views.take_back, name="take_back"),
]
