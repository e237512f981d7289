"""Where my organisation is found, and who speaks for a party."""

from django.urls import path

from communityup.workspace.colleagues import views

app_name = "colleagues"
urlpatterns = [
    path("mijn/organisatie/", views.page, name="page"),
    path("mijn/organisatie/collega/<str:public_id>/", views.join, name="join"),
    path("mijn/organisatie/partij/<str:public_id>/", views.link, name="link"),
    path("mijn/organisatie/<str:public_id>/", views.page, name="page"),
    path("mijn/organisatie/<str:public_id>/toezeggingen/", views.promises, name="promises"),
    path("mijn/organisatie/<str:public_id>/mensen/", views.people, name="people"),
    path("mijn/organisatie/<str:public_id>/collega/", views.ask, name="ask"),
    path("mijn/organisatie/<str:public_id>/collega/<int:pk>/intrekken/", views.take_back, name="take_back"),
    path("mijn/organisatie/<str:public_id>/overdragen/", views.hand_over, name="hand_over"),
    path("mijn/organisatie/<str:public_id>/namens/", views.for_whom, name="for_whom"),
    path("mijn/organisatie/<str:public_id>/bevestigen/", views.prove, name="prove"),
    path("mijn/organisatie/<str:public_id>/naam/", views.rename, name="rename"),
    path("mijn/organisatie/<str:public_id>/organisatie.xlsx", views.spreadsheet, name="spreadsheet"),
    path("mijn/organisatie/<str:public_id>/mensen/<str:member>/bevestigen/", views.confirm, name="confirm"),
    path("mijn/organisatie/<str:public_id>/mensen/<str:member>/contact/", views.contact, name="contact"),
    path("mijn/organisatie/<str:public_id>/mensen/<str:member>/weg/", views.leave, name="leave"),
    path("opgaven/<slug:slug>/partijen/<int:number>/namens/", views.speaks_for, name="speaks_for"),
    path("opgaven/<slug:slug>/partijen/<int:number>/namens/<str:member>/", views.vouch, name="vouch"),
]
