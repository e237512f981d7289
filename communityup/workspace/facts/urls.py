"""Where facts and documents are."""

from django.urls import path

from communityup.workspace.facts import views

app_name = "facts"
urlpatterns = [
    path("", views.page, name="page"),
    path("vraag/", views.ask, name="ask"),
    path("documenten/nieuw/", views.share, name="share"),
    path("documenten/<str:public_id>/gewone-taal/", views.summarise, name="summarise"),
    path("documenten/<str:public_id>/terugnemen/", views.take_document_back, name="take_document_back"),
    path("<str:public_id>/", views.card, name="card"),
    path("<str:public_id>/bron/", views.source, name="source"),
    path("<str:public_id>/antwoord/", views.answer, name="answer"),
    path("<str:public_id>/gewone-taal/", views.plain, name="plain"),
    path("<str:public_id>/publiceren/", views.publish, name="publish"),
    path("<str:public_id>/opnieuw/", views.again, name="again"),
    path("<str:public_id>/terugnemen/", views.take_back, name="take_back"),
]
