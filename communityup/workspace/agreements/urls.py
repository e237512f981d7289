"""Where agreements are found."""

from django.urls import path

from communityup.workspace.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.page, name="page"),
    path("nieuw/", views.propose, name="propose"),
    path("<str:public_id>/", views.agreement, name="agreement"),
    path("<str:public_id>/wijzigen/", views.change, name="change"),
    path("<str:public_id>/past-nog/", views.fits, name="fits"),
    path("<str:public_id>/bevestigen/", views.confirm, name="confirm"),
    path("<str:public_id>/intrekken/", views.withdraw, name="withdraw"),
    path("<str:public_id>/samen-stoppen/", views.end, name="end"),
    path("<str:public_id>/hoe-ging-het/", views.tell, name="tell"),
    path("<str:public_id>/lezing/", views.read, name="read"),
    path("<str:public_id>/agenda.ics", views.calendar, name="calendar"),
]
