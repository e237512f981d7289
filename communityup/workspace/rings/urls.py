"""Where the pages about rings are."""

from django.urls import path

from communityup.workspace.rings import views

app_name = "rings"
urlpatterns = [
    path("", views.page, name="page"),
    path("aan-tafel/", views.come, name="come"),
    path("verzoek/terug/", views.take_back, name="take_back"),
    path("verzoek/<str:public_id>/", views.answer, name="answer"),
    path("rondom/", views.leave, name="leave"),
    path("volgen/", views.follow, name="follow"),
    path("niet-meer-volgen/", views.stop, name="stop"),
    path("meedoen/bij/<int:number>/", views.ask_part, name="ask_part"),
    path("meedoen/terug/", views.take_back_part, name="take_back_part"),
    path("meedoen/vraag/<str:public_id>/", views.answer_part, name="answer_part"),
    path("plekken/", views.places, name="places"),
    path("vervanger/", views.substitute, name="substitute"),
    path("vervanger/geen/", views.drop, name="drop"),
    path("vervangen/", views.stand_in, name="stand_in"),
    path("vervangen/niet/", views.decline, name="decline"),
]
