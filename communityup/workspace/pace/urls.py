"""Where the pages about the pace are."""

from django.urls import path

from communityup.workspace.pace import views

app_name = "pace"
urlpatterns = [
    path("", views.page, name="page"),
    path("stapje-terug/", views.step_back, name="step_back"),
    path("stapje-terug/verder/", views.go_on, name="go_on"),
    path("stapje-terug/<str:public_id>/akkoord/", views.allow, name="allow"),
    path("stapje-terug/<str:public_id>/intrekken/", views.withdraw, name="withdraw"),
    path("stapje-terug/<str:public_id>/moment/", views.moment, name="moment"),
    path("signaal/", views.signal, name="signal"),
    path("signaal/<str:public_id>/antwoord/", views.answer, name="answer"),
    path("data-van-buiten/", views.outside_date, name="outside_date"),
    path("data-van-buiten/<str:public_id>/verplaatst/", views.moved, name="moved"),
    path("data-van-buiten/<str:public_id>/vervallen/", views.gone, name="gone"),
]
