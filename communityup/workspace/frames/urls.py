"""Where the pages about what is fixed, negotiable or open are."""

from django.urls import path

from communityup.workspace.frames import views

app_name = "frames"
urlpatterns = [
    path("", views.page, name="page"),
    path("nieuw/<str:kind>/", views.add, name="add"),
    path("<str:public_id>/", views.frame, name="frame"),
    path("<str:public_id>/vast/", views.fix, name="fix"),
    path("<str:public_id>/losser/", views.loosen, name="loosen"),
    path("<str:public_id>/woorden/", views.reword, name="reword"),
    path("<str:public_id>/regel/", views.basis, name="basis"),
    path("<str:public_id>/intrekken/", views.withdraw, name="withdraw"),
    path("<str:public_id>/raakt/", views.touch, name="touch"),
    path("<str:public_id>/vraag/", views.ask, name="ask"),
    path("<str:public_id>/vraag/<str:question>/antwoord/", views.answer, name="answer"),
]
