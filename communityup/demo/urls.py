"""Where one steps into a demo role."""

from django.urls import path

from communityup.demo import views

app_name = "demo"
urlpatterns = [path("rol/", views.step_into, name="step_into")]
