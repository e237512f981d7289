"""Where one leaves a challenge."""

from django.urls import path

from communityup.workspace.leaving import views

app_name = "leaving"
urlpatterns = [
    path("", views.leave, name="leave"),
    path("partij/", views.party_goes, name="party"),
    path("partij/<str:public_id>/akkoord/", views.agree, name="agree"),
    path("partij/<str:public_id>/blijven/", views.stay, name="stay"),
    path("wie-ging/", views.gone, name="gone"),
    path("afspraak/<str:public_id>/beeindigen/", views.let_go, name="let_go"),
    path("afspraak/<str:public_id>/overnemen/", views.take_over, name="take_over"),
    path("meekijker/", views.observer_goes, name="observer"),
    path("overdracht/", views.briefing, name="briefing"),
]
