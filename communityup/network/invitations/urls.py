"""Where the invitations to a closed session are: below the address of the session, and at one's own link."""

from django.urls import path

from communityup.network.invitations import views

app_name = "invitations"
urlpatterns = [
    path("uitnodiging/<str:token>/", views.own, name="own"),
    path("<str:public_id>/uitnodigen/", views.invite, name="invite"),
    path("<str:public_id>/uitnodigen/terugnemen/", views.take_back, name="take_back"),
]
