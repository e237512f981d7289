"""Where one sees who guards the process, and what waits for them."""

from django.urls import path

from communityup.workspace.facilitation import views

app_name = "facilitation"
urlpatterns = [
    path("", views.page, name="page"),
    path("stap/<str:public_id>/akkoord/", views.confirm, name="confirm"),
    path("stap/<str:public_id>/intrekken/", views.take_back, name="take_back"),
]
