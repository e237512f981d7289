"""Where one says in which session a learning question is treated."""

from django.urls import path

from communityup.network.treated import views

app_name = "treated"
urlpatterns = [
    path("leervragen/<str:public_id>/bijeenkomsten/", views.of_question, name="of_question"),
    path("bijeenkomsten/<str:public_id>/leervragen/", views.of_session, name="of_session"),
]
