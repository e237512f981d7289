"""Where the pages of learning questions are."""

from django.urls import path

from communityup.network.peers import views

app_name = "peers"
urlpatterns = [
    path("", views.questions, name="list"),
    path("nieuw/", views.ask, name="ask"),
    path("ervaringen/<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/", views.question, name="question"),
    path("<str:public_id>/meezoeken/", views.accept, name="accept"),
    path("<str:public_id>/niet-meezoeken/", views.decline, name="decline"),
    path("<str:public_id>/stoppen/", views.stop, name="stop"),
    path("<str:public_id>/verwoorden/", views.reword, name="reword"),
    path("<str:public_id>/afronden/", views.close, name="close"),
    path("<str:public_id>/heropenen/", views.reopen, name="reopen"),
    path("<str:public_id>/ervaring/", views.tell, name="tell"),
]
