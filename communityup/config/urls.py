"""The addresses of a site: each app brings its own."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from communityup.workspace.endings.urls import MayBeClosed

# What belongs to one challenge stands under one prefix: its slug is read once, and what follows is compared as text.
# What is sent to a part that all parties switched off, or to a closed challenge, is refused here, for all alike. What a
# whole hall asks comes first: addresses are compared from the top.
_parts: list[URLResolver] = [
    path("dialoog/", include("communityup.workspace.dialogue.urls")),
    path("", include("communityup.workspace.room.urls")),
    path("akkoord/", include("communityup.workspace.consent.urls")),
    path("spelregels/", include("communityup.workspace.rules.urls")),
    path("procesbegeleiders/stap/", include("communityup.workspace.facilitation.urls")),
    path("procesbegeleiders/", include("communityup.workspace.facilitators.urls")),
    path("stilte/", include("communityup.workspace.silence.urls")),
    path("", include("communityup.workspace.moderation.urls")),
    path("fase/", include("communityup.workspace.phases.urls")),
    path("opzet/", include("communityup.workspace.setup.urls")),
    path("verschrijvingen/", include("communityup.workspace.corrections.urls")),
    path("vraag/", include("communityup.workspace.sketches.urls")),
    path("tempo/", include("communityup.workspace.pace.urls")),
    path("kringen/", include("communityup.workspace.rings.urls")),
    path("mandaat/", include("communityup.workspace.mandates.urls")),
    path("raad/", include("communityup.workspace.council.urls")),
    path("klaar/", include("communityup.workspace.readiness.urls")),
    path("formele-besluiten/", include("communityup.workspace.formal.urls")),
    path("kennismaken/", include("communityup.workspace.acquaintance.urls")),
    path("wie-ontbreekt/", include("communityup.workspace.outreach.urls")),
    path("voorgeschiedenis/", include("communityup.workspace.history.urls")),
    path("kaders/", include("communityup.workspace.frames.urls")),
    path("feiten/", include("communityup.workspace.facts.urls")),
    path("parallelle-sporen/", include("communityup.workspace.tracks.urls")),
    path("grip/", include("communityup.workspace.grip.urls")),
    path("", include("communityup.workspace.goals.urls")),
    path("dialoog/bijna-hetzelfde/", include("communityup.workspace.echoes.urls")),
    path("dialoog/meningenbeeld/", include("communityup.workspace.opinions.urls")),
    path("afspraken/", include("communityup.workspace.agreements.urls")),
    path("koers/", include("communityup.workspace.course.urls")),
    path("deelopgaven/", include("communityup.workspace.subchallenges.urls")),
    path("formele-deur/", include("communityup.workspace.door.urls")),
    path("weggaan/", include("communityup.workspace.leaving.urls")),
    path("afsluiten/", include("communityup.workspace.endings.urls")),
]
of_a_challenge = [MayBeClosed.around(part) for part in _parts]

urlpatterns: list[URLPattern | URLResolver] = [
    path("opgaven/", include("communityup.workspace.challenges.urls")),
    path("opgaven/<slug:slug>/", include(of_a_challenge)),
    path("netwerken/<slug:slug>/leden/", include("communityup.network.members.urls")),
    path("netwerken/<slug:slug>/", include("communityup.network.treated.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/themas/", include("communityup.network.themes.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.invitations.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.recordings.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.circulars.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.arrivals.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.series.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.reports.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.takeaways.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.evaluations.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.continuity.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.programme.urls")),
    path("netwerken/<slug:slug>/bijeenkomsten/", include("communityup.network.meetings.urls")),
    path("netwerken/<slug:slug>/", include("communityup.network.calendars.urls")),
    path("netwerken/<slug:slug>/nieuwsbrieven/", include("communityup.network.letters.urls")),
    path("netwerken/<slug:slug>/afspraken/", include("communityup.network.accords.urls")),
    path("netwerken/<slug:slug>/wie-coordineert/", include("communityup.network.succession.urls")),
    path("netwerken/<slug:slug>/schetsen/", include("communityup.network.outlines.urls")),
    path("netwerken/<slug:slug>/leervragen/", include("communityup.network.peers.urls")),
    path("netwerken/<slug:slug>/wie-is-wie/", include("communityup.network.contacts.urls")),
    path("netwerken/<slug:slug>/ik-loop-vast/", include("communityup.network.stuck.urls")),
    path("netwerken/<slug:slug>/werkbezoeken/waar-sta-ik/", include("communityup.network.positions.urls")),
    path("netwerken/<slug:slug>/werkbezoeken/", include("communityup.network.impressions.urls")),
    path("netwerken/<slug:slug>/werkbezoeken/", include("communityup.network.visits.urls")),
    path("netwerken/<slug:slug>/vraag-en-aanbod/", include("communityup.network.offers.urls")),
    path("netwerken/<slug:slug>/woorden/", include("communityup.network.decency.urls")),
    path("netwerken/<slug:slug>/jaar/", include("communityup.network.years.urls")),
    path("netwerken/<slug:slug>/praktijken/van-elders/", include("communityup.network.feeds.urls")),
    path("netwerken/<slug:slug>/praktijken/", include("communityup.network.adaptations.urls")),
    path("netwerken/<slug:slug>/praktijken/", include("communityup.network.reviews.urls")),
    path("", include("communityup.network.enclosures.urls")),
    path("", include("communityup.network.library.urls")),
    path("netwerken/", include("communityup.network.founding.urls")),
    path("netwerken/", include("communityup.network.networks.urls")),
    path("nieuwsbrief/", include("communityup.network.newsletter.urls")),
    path("", include("communityup.portal.urls")),
    path("", include("communityup.ui.urls")),
    path("", include("communityup.people.urls")),
    path("", include("communityup.post.urls")),
    path("mijn/berichten/", include("communityup.notices.urls")),
    path("mijn/taken/", include("communityup.workspace.tasks.urls")),
    path("", include("communityup.workspace.colleagues.urls")),
    path("", include("communityup.workspace.reach.urls")),
    path("", include("communityup.workspace.joining.urls")),
    path("", include("communityup.workspace.paper.urls")),
]
if apps.is_installed("communityup.demo"):
    urlpatterns.append(path("demo/", include("communityup.demo.urls")))

handler400 = "communityup.ui.views.bad_request"
handler403 = "communityup.ui.views.permission_denied"
handler404 = "communityup.ui.views.page_not_found"
handler500 = "communityup.ui.views.server_error"
