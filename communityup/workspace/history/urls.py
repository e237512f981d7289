"""Where the pages about what went before are."""

from django.urls import path

from communityup.workspace.history import views

app_name = "history"
urlpatterns = [
    path("", views.page, name="page"),
    path("vertellen/", views.tell, name="tell"),
    path("toezegging/", views.promise, name="promise"),
    path("wantrouwen/", views.distrust, name="distrust"),
    path("<str:public_id>/", views.entry, name="entry"),
    path("<str:public_id>/andere-woorden/", views.reword, name="reword"),
    path("<str:public_id>/terugnemen/", views.take_back, name="take_back"),
    path("<str:public_id>/lezing/", views.reading, name="reading"),
    path("<str:public_id>/lezing/terugnemen/", views.take_reading_back, name="take_reading_back"),
    path("<str:public_id>/stand/", views.stand, name="stand"),
    path("<str:public_id>/stand/terugnemen/", views.take_stand_back, name="take_stand_back"),
]
