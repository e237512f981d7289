"""Where the pages of this app are."""

from django.urls import path

from communityup.workspace.acquaintance import views

app_name = "acquaintance"
urlpatterns = [
    path("", views.page, name="page"),
    path("mijn-kaartje/", views.own, name="own"),
    path("mijn-kaartje/wissen/", views.erase, name="erase"),
    path("mijn-kaartje/niet-nu/", views.not_now, name="not_now"),
    path("koffie/", views.coffee, name="coffee"),
    path("koffie/meedoen/", views.want_coffee, name="want_coffee"),
    path("koffie/stoppen/", views.stop_coffee, name="stop_coffee"),
    path("koffie/loten/", views.draw, name="draw"),
    path("koffie/<str:public_id>/", views.pair, name="pair"),
    path("koffie/<str:public_id>/adres/", views.show_address, name="show_address"),
    path("bezoek/", views.visits, name="visits"),
    path("bezoek/nieuw/", views.offer, name="offer"),
    path("bezoek/<str:public_id>/", views.visit, name="visit"),
    path("bezoek/<str:public_id>/kom-ik/", views.answer, name="answer"),
    path("bezoek/<str:public_id>/wijzigen/", views.change, name="change"),
    path("bezoek/<str:public_id>/afzeggen/", views.cancel, name="cancel"),
    path("bezoek/<str:public_id>/agenda.ics", views.calendar, name="calendar"),
]
