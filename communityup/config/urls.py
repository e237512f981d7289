"""The addresses of a site: each app brings its own."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("communityup.portal.urls")),
    path("", include("communityup.ui.urls")),
    path("", include("communityup.people.urls")),
    path("", include("communityup.post.urls")),
    path("mijn/berichten/", include("communityup.notices.urls")),
    path("mijn/taken/", include("communityup.workspace.tasks.urls")),
    path("", include("communityup.workspace.colleagues.urls")),
    path("opgaven/", include("communityup.workspace.challenges.urls")),
    path("opgaven/<slug:slug>/", include("communityup.workspace.room.urls")),
    path("opgaven/<slug:slug>/akkoord/", include("communityup.workspace.consent.urls")),
    path("opgaven/<slug:slug>/spelregels/", include("communityup.workspace.rules.urls")),
    path("opgaven/<slug:slug>/procesbegeleiders/stap/", include("communityup.workspace.facilitation.urls")),
    path("opgaven/<slug:slug>/procesbegeleiders/", include("communityup.workspace.facilitators.urls")),
    path("opgaven/<slug:slug>/stilte/", include("communityup.workspace.silence.urls")),
    path("opgaven/<slug:slug>/tempo/", include("communityup.workspace.pace.urls")),
    path("opgaven/<slug:slug>/kringen/", include("communityup.workspace.rings.urls")),
    path("opgaven/<slug:slug>/mandaat/", include("communityup.workspace.mandates.urls")),
    path("opgaven/<slug:slug>/raad/", include("communityup.workspace.council.urls")),
    path("opgaven/<slug:slug>/formele-besluiten/", include("communityup.workspace.formal.urls")),
    path("opgaven/<slug:slug>/kennismaken/", include("communityup.workspace.acquaintance.urls")),
    path("opgaven/<slug:slug>/wie-ontbreekt/", include("communityup.workspace.outreach.urls")),
    path("opgaven/<slug:slug>/voorgeschiedenis/", include("communityup.workspace.history.urls")),
    path("opgaven/<slug:slug>/kaders/", include("communityup.workspace.frames.urls")),
    path("opgaven/<slug:slug>/parallelle-sporen/", include("communityup.workspace.tracks.urls")),
    path("opgaven/<slug:slug>/delen/", include("communityup.workspace.reach.urls")),
    path("opgaven/<slug:slug>/", include("communityup.workspace.goals.urls")),
    path("opgaven/<slug:slug>/dialoog/meningenbeeld/", include("communityup.workspace.opinions.urls")),
    path("opgaven/<slug:slug>/dialoog/", include("communityup.workspace.dialogue.urls")),
    path("opgaven/<slug:slug>/afspraken/", include("communityup.workspace.agreements.urls")),
]
if apps.is_installed("communityup.demo"):
    urlpatterns.append(path("demo/", include("communityup.demo.urls")))

handler400 = "communityup.ui.views.bad_request"
handler403 = "communityup.ui.views.permission_denied"
handler404 = "communityup.ui.views.page_not_found"
handler500 = "communityup.ui.views.server_error"
