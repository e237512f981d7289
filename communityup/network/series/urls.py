"""Where sessions that come back are: among the pages of sessions."""

from django.urls import path

from communityup.network.series import views

app_name = "series"
urlpatterns = [
    path("reeks/plannen/", views.plan, name="plan"),
    path("reeks/<str:public_id>/", views.page, name="page"),
    path("<str:public_id>/en-latere/", views.move, name="move"),
    path("<str:public_id>/en-latere/afgelasten/", views.cancel, name="cancel"),
]
