"""What do we show of paper: the piles with their counts, the forms to print, and what a code opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communityup.base.ids import new_id
from communityup.base.prepared import prepared
from communityup.codes.models import Code
from communityup.codes.queries import on_paper
from communityup.notices.queries import on_paper as news_on_paper
from communityup.notices.queries import whom_to_ask
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import own_words
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.dialogue.models import Answer, Statement, View
from communityup.workspace.dialogue.permissions import own_statement
from communityup.workspace.dialogue.queries import latest_own_round, shown_statements
from communityup.workspace.joining.queries import opened_for_all
from communityup.workspace.paper import permissions
from communityup.workspace.paper.models import FOR_A_PARTY, Form, Kind, Pile, Printed
from communityup.workspace.tasks.queries import Asked, Task

SHOWN = 50
# As many thoughts as one answers at a kitchen table: two sides of a sheet.
THOUGHTS_ON_A_FORM = 20
BACK = (Form.State.ENTERED, Form.State.WAITING)
HOLDS_WORDS = Q(words__isnull=False) | Q(at_stake__isnull=False)


@dataclass(frozen=True, kw_only=True)
class WithCode:
    """A form with the code on its strip, at the one moment at which anybody can read it."""

    form: Form
    code: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What stands on a form or was said: words, or crosses by the place of a thought on it; and by which way it came.

    `agreed` is the tick that its author wants this entered; `same` the number of an earlier form of the same person.
    """

    source: str
    agreed: bool
    words: str = ""
    at_stake: str = ""
    place: str = ""
    answers: Mapping[int, int] = field(default_factory=dict)
    shows_party: bool = True
    same: int | None = None


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return the piles of a challenge, the newest first, and how many forms of all parties together came back.

    No count per party: that would tell whose a thought is before one answered it (R12). The same for everybody, but for
    which pile is one's own.
    """
    piles = Pile.objects.filter(challenge=challenge).select_related("party", "made_by").annotate(number=Count("forms"))
    rows = [
        {"pile": pile, "own": own is not None and own.pk == pile.made_by_id, "works": pile.revoked_at is None}
        for pile in piles[:SHOWN]
    ]
    printed, there = Q(pile__isnull=False), Q(state__in=BACK)
    totals = Form.objects.filter(challenge=challenge).aggregate(
        printed=Count("pk", filter=printed),
        back=Count("pk", filter=printed & there),
        online=Count("pk", filter=Q(state=Form.State.ONLINE)),
        loose=Count("pk", filter=there & ~printed),
        waiting=Count("pk", filter=Q(state=Form.State.WAITING)),
    )
    return {"rows": rows, **totals}


def waiting_for(party: Party | None) -> list[Form]:
    """Return the forms that wait for a party, the oldest first, and of which it said no and can still turn that.

    Only for the eyes of the people at its table, who read the words while they did not say anything yet.
    """
    if party is None:
        return []
    held = Q(state=Form.State.WAITING) | Q(HOLDS_WORDS, state=Form.State.DECLINED)
    found = Form.objects.filter(held, party=party).select_related(
        "words__current", "at_stake__current", "place__current", "helping_party"
    )
    return sorted(found.order_by("entered_at", "pk"), key=lambda form: form.state == Form.State.DECLINED)


def not_theirs(challenge: Challenge, helper: Person) -> list[Form]:
    """Return what a helper typed in of which a party said that it is not from one of its people, with its words."""
    found = Form.objects.filter(_declined(), challenge=challenge, entered_by=helper)
    return list(found.select_related("party", "words__current", "at_stake__current", "place__current"))


def _declined() -> Q:
    return Q(HOLDS_WORDS, state=Form.State.DECLINED, author__isnull=False)


def tasks(asked: Asked) -> list[Task]:
    """Return per party that forms wait for it, and per helper that a party said no to what they typed in; one query."""
    rows: dict[tuple[Challenge, int | None, str], list[Form]] = {}
    for form in _in_hand(asked.parties, asked.emails):
        of_party = form.state == Form.State.WAITING
        helper = "" if of_party or form.entered_by is None else form.entered_by.email
        rows.setdefault((form.challenge, form.party_id if of_party else None, helper), []).append(form)
    return [
        Task(
            asks=_("Are these forms from people of yours?") if party else _("A party says this is not from its people"),
            about=_("%(count)s on paper or spoken") % {"count": len(forms)},
            url=reverse("paper:page" if party else "paper:enter", args=[challenge.slug]),
            challenge=challenge.title,
            since=forms[0].entered_at or timezone.now(),
            party=party,
            email=helper,
        )
        for (challenge, party, helper), forms in rows.items()
    ]


@prepared
def _in_hand(parties: frozenset[int], emails: frozenset[str]) -> QuerySet[Form]:
    """Return the forms that wait for these parties, and those of these helpers to which a party said no."""
    waits = Q(party__in=parties, state=Form.State.WAITING)
    declined = Q(_declined(), ~Q(challenge__phase=Phase.CLOSED), entered_by__email__in=emails)
    found = Form.objects.filter(waits | declined).select_related("challenge", "entered_by")
    return found.order_by("entered_at", "pk")


def just_entered(challenge: Challenge, helper: Person) -> list[Form]:
    """Return what a helper typed in during the last half hour and can still undo, the newest first."""
    since = timezone.now() - permissions.UNDO
    found = Form.objects.filter(challenge=challenge, entered_by=helper, entered_at__gte=since, claimed_at=None)
    return list(found.filter(state__in=BACK).select_related("party").order_by("-entered_at", "-pk"))


def typed_in(challenge: Challenge, helper: Person) -> list[Form]:
    """Return the forms that a helper typed in and whose authors are not online, the newest first: for printing news."""
    found = Form.objects.filter(challenge=challenge, entered_by=helper, claimed_at=None, author__isnull=False)
    return list(found.filter(state=Form.State.ENTERED).order_by("-entered_at", "-pk")[:SHOWN])


def news(form: Form, helper: Person) -> dict[str, Any]:
    """Return what happened in the last month that the author of a form may read, as far as the helper may read it too.

    So a helper prints the same facts that everybody here gets, and no message that is for its author alone (E29). An
    author who waits for the yes of a party reads as little as a visitor.
    """
    if form.author is None:
        open_to_all = form.challenge.public_at is not None
        return {"days": [], "more": False, "to_ask": whom_to_ask({form.challenge.stream_id} if open_to_all else set())}
    return news_on_paper(form.author, stream=form.challenge.stream_id, together_with=helper)


def by_number(challenge: Challenge, number: int) -> Form | None:
    """Return the form with this number."""
    return Form.objects.filter(challenge=challenge, number=number).first()


def form_of(challenge: Challenge, public_id: str) -> Form:
    """Return a form of this challenge; raises Http404 for another's."""
    return _form.or_404(challenge.pk, public_id)


@prepared
def _form(challenge: int, public_id: str) -> QuerySet[Form]:
    related = Form.objects.select_related("challenge__stream", "party", "pile", "author")
    return related.filter(challenge=challenge, public_id=public_id)


def answerable(form: Form) -> list[Printed]:
    """Return the thoughts on a form that can be answered still: not those taken back, nor of who wrote the form."""
    if form.pile is None:
        return []
    rows = form.pile.thoughts.select_related("statement__text__current", "statement__author")
    shown = rows.filter(statement__state=Statement.State.SHOWN)
    return [row for row in shown if form.author is None or not own_statement(row.statement, form.author)]


def answered(form: Form) -> list[Statement]:
    """Return the thoughts on a form to which its author has an answer now."""
    given = Answer.objects.filter(participant__person=form.author, value__isnull=False).values("statement")
    asked = Printed.objects.filter(pile=form.pile).values("statement")
    return list(Statement.objects.filter(pk__in=asked).filter(pk__in=given))


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


@dataclass(frozen=True, kw_only=True)
class Helped:
    """For whom somebody without a form can be helped: parties, and with `opened` also people in their own name."""

    found: list[Party]
    opened: bool

    def chosen(self, public_id: str) -> Party | None:
        """Return the party with this id; None for who speaks in their own name."""
        return next((party for party in self.found if party.public_id == public_id), None)


def parties_to_help(challenge: Challenge, by: Actor, kind: str) -> Helped:
    """Return for whom this helper can type in something of this kind; raises Http404 for what needs a form."""
    if kind not in {Kind.THOUGHT, *FOR_A_PARTY}:
        raise Http404
    parties = list(challenge.parties.filter(state=Party.State.ACTIVE).order_by("number"))
    at_table = any(permissions.sits_for(party, by) for party in parties)
    return Helped(found=parties, opened=kind == Kind.THOUGHT and at_table and opened(challenge))


@dataclass(frozen=True, kw_only=True)
class Again:
    """With what the page begins on which a helper brings words in otherwise: for whom else, and what was typed."""

    helped: Helped
    typed: dict[str, Any]


def once_more(form: Form, by: Actor) -> Again | None:
    """Return with what its helper enters a form once more of which a party says that it is not theirs; else None."""
    if form.state != Form.State.DECLINED or form.entered_by_id != by.known.pk:
        return None
    helped = parties_to_help(form.challenge, by, form.kind)
    others = [party for party in helped.found if party.pk != form.party_id]
    held = {"words": form.words, "at_stake": form.at_stake, "place": form.place}
    typed = {name: "" if text is None else own_words(text) for name, text in held.items()}
    typed |= {"public_id": form.public_id, "source": form.source, "shows": "party" if form.shows_party else "nobody"}
    return Again(helped=Helped(found=others, opened=helped.opened), typed=typed)


def slip(form: Form) -> dict[str, Any]:
    """Return what the holder of the code of a form sees: what was entered from it, and what they can do."""
    brought, card = form.statement or form.interest, form.introduction
    held = form.words if brought is None else brought.text
    held, second = (held, form.at_stake) if card is None else (card.brings, card.at_stake)
    there, revoked = form.state in permissions.KEPT, form.pile is not None and form.pile.revoked_at is not None
    return {
        "form": form,
        "challenge": form.challenge,
        "words": held if there else None,
        "at_stake": second if there else None,
        "place": (form.place if form.statement is None else form.statement.place) if there else None,
        "answers": len(answered(form)) if there and form.kind == Kind.ANSWERS else None,
        "revoked": revoked and form.state == Form.State.BLANK,
        "may_go_on": form.state == Form.State.ENTERED or (form.state == Form.State.BLANK and not revoked),
        "may_take_back": there and form.interest is None and not (form.state == Form.State.DECLINED and held is None),
    }


def entrance() -> str:
    """Return the short address at which one types the code of a form, as it stands on paper."""
    return str(settings.SITE_ADDRESS).partition("://")[2] + reverse("paper:entrance")


def opens(code: Code) -> Form:
    """Return the form on which a code stands."""
    related = Form.objects.select_related(
        "challenge__stream", "challenge__opening__current", "party", "pile", "author", "words__current",
        "statement__text__current", "interest__text__current", "introduction__brings__current",
        "introduction__at_stake__current", "at_stake__current", "place__current", "statement__place__current",
    )  # fmt: skip
    return related.get(public_id=code.about)
