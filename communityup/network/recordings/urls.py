"""Where the recording of a session is: below the address of the session."""

from django.urls import path

from communityup.network.recordings import views

app_name = "recordings"
urlpatterns = [
    path("opname/plek/<str:token>/", views.own, name="own"),
    path("opname/gevraagd/<str:public_id>/", views.answer, name="answer"),
    path("opname/gevraagd/brief/<str:token>/", views.answer_by_letter, name="answer_by_letter"),
    path("<str:public_id>/opname/", views.watch, name="watch"),
    path("<str:public_id>/opname/toevoegen/", views.keep, name="keep"),
    path("<str:public_id>/opname/beheren/", views.manage, name="manage"),
    path("<str:public_id>/opname/nog-eens-vragen/", views.ask_again, name="ask_again"),
    path("<str:public_id>/opname/spreker-weg/", views.leave_out, name="leave_out"),
    path("<str:public_id>/opname/openen/", views.open_up, name="open"),
    path("<str:public_id>/opname/sluiten/", views.close, name="close"),
    path("<str:public_id>/opname/nieuwe-code/", views.code, name="code"),
    path("<str:public_id>/opname/weghalen/", views.remove, name="remove"),
]
