"""Where the pages about who is missing and who asks to join are."""

from django.urls import path

from communityup.workspace.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.page, name="page"),
    path("noemen/", views.name, name="name"),
    path("perspectief/<str:public_id>/uitreiken/", views.reach_out, name="reach_out"),
    path("perspectief/<str:public_id>/gehoord/", views.heard, name="heard"),
    path("perspectief/<str:public_id>/ontbreekt/", views.missing, name="missing"),
    path("uitreiken/<str:public_id>/uitkomst/", views.result, name="result"),
    path("meedoen/", views.join, name="join"),
    path("partij/<int:number>/", views.newcomer, name="newcomer"),
    path("partij/<int:number>/namens/", views.explain, name="explain"),
    path("partij/<int:number>/lege-stoel/", views.chair, name="chair"),
    path("partij/<int:number>/blik/", views.look, name="look"),
    path("partij/<int:number>/intrekken/", views.take_back, name="take_back"),
]
