"""Where people of members find each other, and write."""

from django.urls import path

from communityup.network.contacts import views

app_name = "contacts"
urlpatterns = [
    path("", views.who_is_who, name="list"),
    path("ik/", views.mine, name="mine"),
    path("ik/stoppen/", views.stop, name="stop"),
    path("berichten/", views.inbox, name="inbox"),
    path("berichten/<str:public_id>/", views.message, name="message"),
    path("berichten/<str:public_id>/geen-berichten/", views.take_none, name="take_none"),
    path("berichten/<str:public_id>/weer-berichten/", views.take_again, name="take_again"),
    path("berichten/<str:public_id>/melden/", views.report, name="report"),
    path("berichten/<str:public_id>/intrekken/", views.take_back, name="take_back"),
    path("berichten/<str:public_id>/afsluiten/", views.close, name="close"),
    path("berichten/<str:public_id>/verwijderen/", views.delete, name="delete"),
    path("berichten/<str:public_id>/weghalen/", views.settle, name="settle"),
    path("<str:public_id>/schrijven/", views.write, name="write"),
]
