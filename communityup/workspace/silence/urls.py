"""Where one sees who is waited for and who sleeps."""

from django.urls import path

from communityup.workspace.silence import views

app_name = "silence"
urlpatterns = [
    path("", views.page, name="page"),
    path("wij-zijn-er/", views.wake, name="wake"),
    path("<str:public_id>/iemand-van-buiten/", views.ask_helper, name="ask_helper"),
    path("<str:public_id>/laten-slapen/", views.ask_sleep, name="ask_sleep"),
    path("<str:public_id>/akkoord-van-buiten/", views.help_sleep, name="help_sleep"),
]
