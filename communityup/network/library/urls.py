"""Where practices are: to read for everybody, and under a network to write."""

from django.urls import path

from communityup.network.library import views

app_name = "library"
# How the addresses begin under which members work on practices.
IN = "netwerken/<slug:slug>/praktijken/"
urlpatterns = [
    path("praktijken/", views.practices, name="list"),
    path("praktijken/themas/", views.themes, name="themes"),
    path("praktijken/themas/<slug:theme>/", views.theme, name="theme"),
    path("praktijken/<str:public_id>/", views.practice, name="practice"),
    path("praktijken/<str:public_id>/factsheet/", views.factsheet, name="factsheet"),
    path("praktijken/<str:public_id>/versie/<int:edition>/", views.edition, name="edition"),
    path(IN, views.of_network, name="of_network"),
    path(f"{IN}feed.atom", views.feed, name="feed"),
    path(f"{IN}praktijken.json", views.as_json, name="as_json"),
    path(f"{IN}praktijken.csv", views.as_csv, name="as_csv"),
    path(f"{IN}nieuw/", views.begin, name="begin"),
    path(f"{IN}stemmen/<str:public_id>/", views.voice, name="voice"),
    path(f"{IN}stemmen/<str:public_id>/weglaten/", views.leave_out, name="leave_out"),
    path(f"{IN}stemmen/<str:public_id>/terugnemen/", views.take_words_back, name="take_words_back"),
    path(f"{IN}<str:public_id>/", views.draft, name="draft"),
    path(f"{IN}<str:public_id>/schrijven/", views.write, name="write"),
    path(f"{IN}<str:public_id>/stem/", views.ask_voice, name="ask_voice"),
    path(f"{IN}<str:public_id>/laten-lezen/", views.ask_review, name="ask_review"),
    path(f"{IN}<str:public_id>/nalezen/", views.review, name="review"),
    path(f"{IN}<str:public_id>/publiceren/", views.publish, name="publish"),
    path(f"{IN}<str:public_id>/nieuwe-versie/", views.begin_edition, name="begin_edition"),
    path(f"{IN}<str:public_id>/terugnemen/", views.take_back, name="take_back"),
]
