"""Where interests and goals are found."""

from django.urls import path

from communityup.workspace.goals import views

app_name = "goals"
urlpatterns = [
    path("doelen/", views.page, name="page"),
    path("doelen/<str:public_id>/akkoord/", views.agree, name="agree"),
    path("doelen/<str:public_id>/nog-niet/", views.not_yet, name="not_yet"),
    path("doelen/<str:public_id>/intrekken/", views.withdraw, name="withdraw"),
    path("doelen/<str:public_id>/loslaten/", views.retire, name="retire"),
    path("doelen/<str:public_id>/loslaten/akkoord/", views.agree_to_retire, name="agree_to_retire"),
    path("doelen/<str:public_id>/loslaten/nog-niet/", views.keep_for_now, name="keep_for_now"),
    path("doelen/<str:public_id>/loslaten/intrekken/", views.withdraw_retirement, name="withdraw_retirement"),
    path("belangen/", views.interests, name="interests"),
    path("belangen/<str:public_id>/", views.interest, name="interest"),
    path("belangen/<str:public_id>/intrekken/", views.withdraw_interest, name="withdraw_interest"),
    path("belangen/<str:public_id>/doel/", views.relate, name="relate"),
    path("belangen/<str:public_id>/termijn/", views.horizon, name="horizon"),
    path("belangen/<str:public_id>/doorvragen/", views.ask_on, name="ask_on"),
    path("belangen/<str:public_id>/vragen/<str:question_id>/", views.answer, name="answer"),
]
