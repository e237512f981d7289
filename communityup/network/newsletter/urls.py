"""Where one signs up, confirms, chooses and stops. Links in letters ask nobody to sign in."""

from django.urls import path

from communityup.network.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("aanmelden/", views.start, name="start"),
    path("aanmelden/<slug:slug>/", views.sign_up, name="sign_up"),
    path("aanmelden/<slug:slug>/verstuurd/", views.asked, name="asked"),
    path("bevestigen/<str:token>/", views.confirm, name="confirm"),
    path("keuze/<str:token>/", views.choose, name="choose"),
    path("afmelden/<str:token>/", views.stop, name="stop"),
    path("niet-ik/<str:token>/", views.not_me, name="not_me"),
]
