"""Where one mails who comes: below the address of the session."""

from django.urls import path

from communityup.network.circulars import views

app_name = "circulars"
urlpatterns = [path("<str:public_id>/bericht/", views.write, name="write")]
