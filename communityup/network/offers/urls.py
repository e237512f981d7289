"""Where the pages of offers and wishes are."""

from django.urls import path

from communityup.network.offers import views

app_name = "offers"
urlpatterns = [
    path("", views.board, name="board"),
    path("nieuw/", views.add, name="add"),
    path("mijn/", views.mine, name="mine"),
    path("<str:public_id>/intrekken/", views.withdraw, name="withdraw"),
]
