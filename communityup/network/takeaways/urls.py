"""Where one writes what one takes along from a session: at one's own link."""

from django.urls import path

from communityup.network.takeaways import views

app_name = "takeaways"
urlpatterns = [
    path("meenemen/<str:token>/", views.write, name="write"),
    path("meegenomen/<str:token>/", views.own, name="own"),
    path("meegenomen/<str:token>/verhaal/", views.story, name="story"),
    path("meegenomen/<str:token>/terugnemen/", views.take_back, name="take_back"),
]
