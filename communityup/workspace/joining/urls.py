"""Where one comes in with a code, and where codes are made."""

from django.urls import path

from communityup.workspace.joining import views

app_name = "joining"
urlpatterns = [
    path("o/", views.entrance, name="entrance"),
    path("o/<str:code>/", views.by_code, name="by_code"),
    path("opgaven/<slug:slug>/codes/", views.page, name="page"),
    path("opgaven/<slug:slug>/codes/maken/", views.make, name="make"),
    path("opgaven/<slug:slug>/codes/open-gesprek/", views.ask_open, name="ask_open"),
    path("opgaven/<slug:slug>/codes/<str:public_id>/terug/", views.revoke, name="revoke"),
]
