"""Where thoughts that say nearly the same are found."""

from django.urls import path

from communityup.workspace.echoes import views

app_name = "echoes"
urlpatterns = [
    path("", views.page, name="page"),
    path("<str:public_id>/samen/", views.take_together, name="take_together"),
    path("<str:public_id>/apart/", views.set_apart, name="set_apart"),
]
