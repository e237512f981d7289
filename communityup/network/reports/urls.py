"""Where the report of a session is: below the address of the session."""

from django.urls import path

from communityup.network.reports import views

app_name = "reports"
urlpatterns = [
    path("verslag/<str:token>/", views.correct, name="correct"),
    path("tips/<str:token>/", views.tips_by_place, name="tips_by_place"),
    path("<str:public_id>/tips/", views.tips, name="tips"),
    path("<str:public_id>/tips/weghalen/", views.remove_tip, name="remove_tip"),
    path("<str:public_id>/verslag/", views.report, name="report"),
    path("<str:public_id>/verslag/schrijven/", views.write, name="write"),
    path("verslag/opmerkingen/<str:public_id>/", views.remark, name="remark"),
    path("<str:public_id>/verslag/rondsturen/", views.send_round, name="send_round"),
]
