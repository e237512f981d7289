"""Where home and the pages about this site are."""

from django.urls import path

from communityup.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("mijn/", views.my_page, name="my_page"),
    path("mijn/gegevens/", views.own_data, name="own_data"),
    path("mijn/agenda/", views.own_calendar, name="own_calendar"),
    path("mijn/agenda/<str:token>/agenda.ics", views.own_calendar_file, name="own_calendar_file"),
    path("zo-werkt-het/", views.how_it_works, name="how_it_works"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("over/bron/", views.source, name="source"),
    path("zoeken/", views.search, name="search"),
    path("opgaven/<slug:slug>/praktijk-maken/", views.make_practice, name="make_practice"),
    path("herkomst/<str:public_id>/", views.practice_origin, name="practice_origin"),
    path("log/", views.log_check, name="log_check"),
    path("woordenlijst/", views.glossary, name="glossary"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("_healthz/livez/", views.alive, name="alive"),
    path("_healthz/readyz/", views.ready, name="ready"),
]
