"""Where the pages of the formal door are."""

from django.urls import path

from communityup.workspace.door import views

app_name = "door"
urlpatterns = [
    path("", views.page, name="page"),
    path("nieuw/<str:kind>/", views.write, name="write"),
    path("<str:public_id>/", views.request_page, name="request"),
    path("<str:public_id>/brief/", views.letter, name="letter"),
    path("<str:public_id>/termijn.ics", views.calendar, name="calendar"),
    path("<str:public_id>/aanpassen/", views.reword, name="reword"),
    path("<str:public_id>/verstuurd/", views.send, name="send"),
    path("<str:public_id>/ontvangen/", views.receive, name="receive"),
    path("<str:public_id>/termijn/", views.deadline, name="deadline"),
    path("<str:public_id>/antwoord/", views.answer, name="answer"),
    path("<str:public_id>/intrekken/", views.take_back, name="take_back"),
]
