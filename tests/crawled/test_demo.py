"""The demo lives through the run-up (S01 to S16): each screen has something to show, made by the real actions."""

from collections import Counter
from typing import Any

import pytest

from communityup.network.networks.models import Network
from communityup.texts.queries import kinds, placed
from communityup.workspace.acquaintance.models import Introduction, Pair, Visit
from communityup.workspace.agreements.models import Terms
from communityup.workspace.challenges.models import Challenge, InvitationQuestion, Party, Reader, Seat
from communityup.workspace.council.models import FreedItem, FreedReading, Milestone, PublicAnswer, PublicQuestion
from communityup.workspace.door.models import Request
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.formal.models import FormalDecision
from communityup.workspace.frames.models import Frame
from communityup.workspace.goals.models import Goal, Interest, Relation
from communityup.workspace.history.models import Entry, Reading
from communityup.workspace.joining.models import Sheet
from communityup.workspace.mandates.models import Commitment, Mandate
from communityup.workspace.outreach.models import Attempt, Perspective
from communityup.workspace.pace.models import CriticalMoment, Signal, StepBack
from communityup.workspace.phases.models import Change
from communityup.workspace.readiness.models import Outcome
from communityup.workspace.sketches.models import Reaction
from communityup.workspace.subchallenges.models import Link

pytestmark = pytest.mark.slow
SCREENS: dict[str, tuple[Any, ...]] = {
    "S02": (Reaction.objects,),
    "S03": (
        Challenge.objects.filter(parties__state="invited"),
        Party.objects.filter(state="declined", reason__isnull=False),
        InvitationQuestion.objects.filter(reply__isnull=False),
        Party.objects.filter(state="active", invitations__answer="forwarded"),
    ),
    "S04": (Request.objects,),
    "S05": (Candidacy.objects,),
    "S06": (Seat.objects.filter(rules__isnull=False), Seat.objects.filter(substitute_at__isnull=False)),
    "S07": (Mandate.objects, Commitment.objects),
    "S08": tuple(Frame.objects.filter(kind=kind) for kind in ("fixed", "negotiable", "open")),
    "S09": (Entry.objects.filter(kind="promise"), Reading.objects),
    "S10": (
        FreedItem.objects,
        FreedReading.objects,
        Milestone.objects,
        PublicQuestion.objects.filter(closed_at=None),
        PublicAnswer.objects,
        Reader.objects.filter(role="council"),
    ),
    "S12": (Outcome.objects.filter(choice="not_yet"),),
    "S13": (Challenge.objects.exclude(phase="lead_in"), Challenge.objects.filter(phase="lead_in")),
    "S14": (Interest.objects.exclude(horizon=""),),
    "S15": (Goal.objects.filter(state="shared"), Goal.objects.filter(state="proposed")),
    "S16": (Perspective.objects, Attempt.objects.exclude(result=None), Sheet.objects),
    "S34": (
        StepBack.objects.filter(pause__ended_at__isnull=False),
        CriticalMoment.objects,
        Signal.objects.filter(answer__isnull=False),
    ),
    "S28": (Terms.objects.filter(news__isnull=False), Terms.objects.filter(agreed_at__isnull=False)),
    "parts": (
        Challenge.objects.exclude(parent=None),
        Challenge.objects.exclude(off=[]),
        Link.objects.filter(linked_at__isnull=False),
        *(Challenge.objects.filter(template=template, parties__number=2) for template in ("light", "regular")),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("demo_site")
def test_the_demo_has_something_to_show_on_each_screen_of_the_run_up(screen: str) -> None:
    empty = [str(rows.all().query) for rows in SCREENS[screen] if not rows.exists()]
    assert empty == []


# What each of the three challenges of the demo itself has to show, by the way from it to its challenge.
EACH: dict[str, tuple[tuple[Any, str], ...]] = {
    "S02": ((Challenge.objects, "slug"),),
    "S03": ((Party.objects.filter(state="active", number__gte=2), "challenge__slug"),),
    "S04": ((Request.objects, "challenge__slug"),),
    "S05": ((Candidacy.objects, "challenge__slug"),),
    "S06": ((Seat.objects.filter(rules__isnull=False), "challenge__slug"),),
    "S07": ((Mandate.objects, "party__challenge__slug"), (Commitment.objects, "party__challenge__slug")),
    "S08": tuple((Frame.objects.filter(kind=kind), "challenge__slug") for kind in ("fixed", "negotiable", "open")),
    "S09": ((Entry.objects, "challenge__slug"), (Reading.objects, "entry__challenge__slug")),
    "S10": tuple((rows, "challenge__slug") for rows in (FreedItem.objects, Milestone.objects, Reader.objects)),
    "S11": (
        (Introduction.objects, "challenge__slug"),
        (Pair.objects, "round__challenge__slug"),
        (Visit.objects, "challenge__slug"),
    ),
    "S12": ((Outcome.objects, "check_round__challenge__slug"),),
    "S13": ((Change.objects, "challenge__slug"),),
    "S14": ((Interest.objects, "party__challenge__slug"), (Relation.objects, "interest__party__challenge__slug")),
    "S15": ((Goal.objects.filter(state="shared"), "challenge__slug"),),
    "S16": ((Perspective.objects, "challenge__slug"), (Attempt.objects, "perspective__challenge__slug")),
}
# Where a light table keeps the process itself (R16), and where all parties do without the formal door.
SKIPPED = {
    ("S05", "de-schakel"): Challenge.objects.filter(template="light"),
    ("S05", "warme-straat"): Challenge.objects.filter(template="light"),
    ("S04", "groenplan-molenkwartier"): Challenge.objects.filter(off=["door"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["de-schakel", "groenplan-molenkwartier", "warme-straat"])
@pytest.mark.parametrize("screen", EACH)
@pytest.mark.usefixtures("demo_site")
def test_each_challenge_of_the_demo_lives_through_the_whole_run_up(screen: str, slug: str) -> None:
    if (screen, slug) in SKIPPED:
        assert SKIPPED[screen, slug].filter(slug=slug).exists()
        return
    empty = [str(rows.all().query) for rows, way in EACH[screen] if not rows.filter(**{way: slug}).exists()]
    assert empty == []


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_site")
def test_the_demo_has_what_clerks_recorded_beside_what_the_table_agreed() -> None:
    assert set(Reader.objects.filter(role="clerk").values_list("challenge__slug", flat=True)) == {
        "groenplan-molenkwartier",
        "warme-straat",
    }
    decision = FormalDecision.objects.get()
    assert (decision.beside, decision.challenge.slug, decision.about.get().kind) == (
        "otherwise",
        "warme-straat",
        "agreement",
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_site")
def test_words_of_a_stream_are_all_found_although_only_kinds_that_are_there_are_asked() -> None:
    for place in (Challenge.objects.get(slug="de-schakel"), Network.objects.get()):
        stream = place.stream_id
        apart = (row for kind in kinds().values() for row in placed(chosen=[kind], stream=stream))
        together = Counter((row["placed_kind"], row["placed_holder"]) for row in placed(stream=stream))
        assert together
        assert together == Counter((row["placed_kind"], row["placed_holder"]) for row in apart)
