"""Where challenges and invitations are found."""

from django.urls import path

from communityup.workspace.challenges import views

app_name = "challenges"
urlpatterns = [
    path("", views.challenge_list, name="list"),
    path("nieuw/", views.start, name="start"),
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    path("uitnodiging/<str:token>/aannemen/", views.accept, name="accept"),
    path("uitnodiging/<str:token>/vragen/", views.ask, name="ask"),
    path("uitnodiging/<str:token>/afslaan/", views.decline, name="decline"),
    path("mijn-uitnodiging/<int:pk>/aannemen/", views.accept_own, name="accept_own"),
    path("mijn-uitnodiging/<int:pk>/afslaan/", views.decline_own, name="decline_own"),
    path("<slug:slug>/uitnodigen/", views.invite, name="invite"),
    path("<slug:slug>/partijen/<int:number>/opnieuw/", views.invite_again, name="invite_again"),
    path("<slug:slug>/partijen/naam/", views.name_party, name="name_party"),
    path("<slug:slug>/partijen/collega/", views.invite_colleague, name="invite_colleague"),
    path("<slug:slug>/partijen/collega/<int:pk>/intrekken/", views.take_back, name="take_back"),
    path("<slug:slug>/partijen/vragen/<int:pk>/", views.reply, name="reply"),
]
