"""Where the outbox page is."""

from django.urls import path

from communityup.post import views

urlpatterns = [
    path("postvak/", views.outbox, name="outbox"),
    path("postvak/<int:pk>/bijlage/<int:place>/", views.attachment, name="outbox_attachment"),
]
