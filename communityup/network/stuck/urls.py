"""Where somebody who is stuck asks peers, and where these think along."""

from django.urls import path

from communityup.network.stuck import views

app_name = "stuck"
urlpatterns = [
    path("", views.overview, name="list"),
    path("vragen/", views.ask, name="ask"),
    path("meedenken/", views.be_peer, name="be_peer"),
    path("aanbod/<str:public_id>/aannemen/", views.accept, name="accept"),
    path("notities/<str:public_id>/weghalen/", views.remove_note, name="remove_note"),
    path("<str:public_id>/", views.help_request, name="request"),
    path("<str:public_id>/meedenken/", views.offer, name="offer"),
    path("<str:public_id>/niet-meedenken/", views.take_back, name="take_back"),
    path("<str:public_id>/afronden/", views.end, name="end"),
    path("<str:public_id>/verwijderen/", views.delete, name="delete"),
    path("<str:public_id>/intervisie/", views.consultation, name="consultation"),
    path("<str:public_id>/intervisie/plannen/", views.plan, name="plan"),
    path("<str:public_id>/intervisie/verder/", views.next_step, name="next_step"),
]
