"""Where the programme of a session is: below its address."""

from django.urls import path

from communityup.network.programme import views

app_name = "programme"
urlpatterns = [
    path("<str:public_id>/programma/", views.page, name="page"),
    path("<str:public_id>/programma/ordenen/", views.arrange, name="arrange"),
    path("<str:public_id>/programma/onderdeel/", views.add, name="add"),
    path("<str:public_id>/programma/gastheer/", views.host, name="host"),
    path("<str:public_id>/programma/<str:part>/wijzigen/", views.change, name="change"),
    path("<str:public_id>/programma/<str:part>/past-niet/", views.decline, name="decline"),
    path("<str:public_id>/programma/<str:part>/vragen/", views.answer, name="answer"),
]
