"""What do we show of paper: the piles with their counts, the forms to print, and what a code opens."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communityup.base.ids import new_id
from communityup.codes.models import Code
from communityup.codes.queries import on_paper
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.models import View
from communityup.workspace.dialogue.queries import latest_own_round, shown_statements
from communityup.workspace.joining.queries import opened_for_all
from communityup.workspace.paper.models import Form, Kind, Pile

SHOWN = 50
# As many thoughts as one answers at a kitchen table: two sides of a sheet.
THOUGHTS_ON_A_FORM = 20
BACK = (Form.State.ENTERED, Form.State.WAITING)


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return the piles of a challenge, the newest first, with how many forms came back; the same for everybody."""
    related = Pile.objects.filter(challenge=challenge).select_related("party", "made_by")
    counted = related.annotate(
        number=Count("forms"),
        back=Count("forms", filter=Q(forms__state__in=BACK)),
        online=Count("forms", filter=Q(forms__state=Form.State.ONLINE)),
    )
    rows = [
        {"pile": pile, "own": own is not None and own.pk == pile.made_by_id, "works": pile.revoked_at is None}
        for pile in counted[:SHOWN]
    ]
    return {"rows": rows}


def state(challenge: Challenge) -> str:
    """Return in a few words how many forms came back, for the page of the lead-in."""
    back = Form.objects.filter(challenge=challenge, state__in=BACK).count()
    return _("%(count)s on paper or spoken") % {"count": back} if back else ""


def opened(challenge: Challenge) -> bool:
    """Say whether forms can be printed and entered for people who speak in their own name: the door of codes (R14)."""
    return challenge.public_at is not None and opened_for_all(challenge)


def empty_pile() -> dict[str, Any]:
    """Return with what the page to print forms begins: an id of its own, ten thoughts of one's own party."""
    return {"public_id": new_id(), "kind": Kind.THOUGHT, "whose": "own", "number": 10, "size": "a4"}


def pile_of(challenge: Challenge, public_id: str) -> Pile:
    """Return a pile of this challenge; raises Http404 for another's."""
    related = Pile.objects.select_related("challenge__stream", "made_by", "party")
    found = related.filter(challenge=challenge, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def thoughts_to_print(pile: Pile) -> list[int]:
    """Return the thoughts (keys) that go on the forms of a pile, in an order of its own; none without an open round."""
    dialogue = latest_own_round(pile.challenge)
    if dialogue is None or not dialogue.is_open:
        return []
    keys = list(shown_statements(dialogue).values_list("pk", flat=True))
    keys.sort(key=lambda key: salted_hmac(f"paper.order:{pile.public_id}", str(key), algorithm="sha256").digest())
    return keys[:THOUGHTS_ON_A_FORM]


def sheets(pairs: Iterable[tuple[Form, str]]) -> dict[str, Any]:
    """Return what stands on paper: for each form its number, its code in two halves, and the address of its square."""
    found = list(pairs)
    forms = [
        {"form": form, "code": on_paper(code), "url": settings.SITE_ADDRESS + reverse("paper:slip", args=[code])}
        for form, code in found
    ]
    pile = found[0][0].pile if found else None
    thoughts = [] if pile is None else pile.thoughts.select_related("statement__text__current")
    return {"forms": forms, "pile": pile, "thoughts": list(thoughts), "choices": View.labels, "entrance": entrance()}


def entrance() -> str:
    """Return the short address at which one types the code of a form, as it stands on paper."""
    return str(settings.SITE_ADDRESS).partition("://")[2] + reverse("paper:entrance")


def opens(code: Code) -> Form:
    """Return the form on which a code stands."""
    related = Form.objects.select_related(
        "challenge__stream", "challenge__opening__current", "party", "pile", "author", "words__current",
        "statement__text__current", "interest__text__current",
    )  # fmt: skip
    return related.get(public_id=code.about)
