"""Where one takes it on to read a practice over, and leaves it to the others."""

from django.urls import path

from communityup.network.reviews import views

app_name = "reviews"
urlpatterns = [
    path("<str:public_id>/ik-lees-na/", views.take_on, name="take_on"),
    path("<str:public_id>/laat-nalezen/", views.leave, name="leave"),
]
