"""What do we remember of asking consent: one round about one thing, and one answer per party."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.base.prepared import prepared
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party

Asked = TypeVar("Asked", bound="Round")
Things = Callable[[Sequence["Round"]], Mapping[int, Any]]
"""Finds what each of some questions of one kind (by key) is about, in as many queries for seven as for one."""

_THINGS: dict[str, Things] = {}


def register_things(*kinds: str, things: Things) -> None:
    """Say how one finds what questions of these kinds are about; called in AppConfig.ready."""
    _THINGS.update(dict.fromkeys(kinds, things))


def by_round(found: Callable[[], QuerySet[Any]], name: str = "asked") -> Things:
    """Find what questions are about by the field of that thing that leads to its question."""

    @prepared
    def asked_in(rounds: frozenset[int]) -> QuerySet[Any]:
        return found().filter(**{f"{name}__in": rounds}).order_by("-pk")

    return lambda rounds: {getattr(one, f"{name}_id"): one for one in asked_in(frozenset(asked.pk for asked in rounds))}


def by_id(found: Callable[[], QuerySet[Any]]) -> Things:
    """Find what questions are about by the id that stands in `about`."""

    @prepared
    def named(ids: frozenset[str]) -> QuerySet[Any]:
        return found().filter(public_id__in=ids)

    def things(rounds: Sequence["Round"]) -> dict[int, Any]:
        known = {one.public_id: one for one in named(frozenset(asked.about_id for asked in rounds))}
        return {asked.pk: known[asked.about_id] for asked in rounds if asked.about_id in known}

    return things


class Round(models.Model):
    """A question to all parties; `about` names what it is about, for the app that asked."""

    class Outcome(models.TextChoices):
        """How a round stands. There is no outcome by majority, and none by silence."""

        OPEN = "open", _("open")
        AGREED = "agreed", _("agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="consent_rounds")
    about = models.CharField(max_length=60)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN)
    # The version of the working agreement by which this is decided; a later one never changes that (E14).
    rules = models.PositiveSmallIntegerField(default=1)
    # Whether a party asked, and said yes with it; otherwise those who guard the process did.
    from_table = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    thing_found: Any  # once it is shown `together` with others

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "about"], condition=models.Q(outcome="open"), name="one_open_round_about_one_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", ended_at=None)
                | ~models.Q(outcome="open") & models.Q(ended_at__isnull=False),
                name="ended_round_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_outcome_display()}"

    @property
    def kind(self) -> str:
        """Return the kind of a question: the first part of what it is about."""
        return self.about.partition(":")[0]

    @property
    def about_id(self) -> str:
        """Return what follows the kind: an id, if any."""
        return self.about.partition(":")[2]

    @property
    def thing(self) -> Any:
        """Return what it is about, as the app that asks finds it; None when there is nothing to find."""
        if hasattr(self, "thing_found"):
            return self.thing_found
        return _THINGS[self.kind]([self]).get(self.pk) if self.kind in _THINGS else None

    @classmethod
    def together(cls, rounds: Iterable[Asked]) -> list[Asked]:
        """Return questions that are shown together, with what they are about: asked once for all of a kind."""
        found, kinds = list(rounds), dict[str, list[Round]]()
        for one in found:
            kinds.setdefault(one.kind, []).append(one)
        for kind, alike in kinds.items():
            things = _THINGS[kind](alike) if kind in _THINGS else {}
            for asked in alike:
                asked.thing_found = things.get(asked.pk)
        return found

    @property
    def agreed(self) -> bool:
        """Say whether every party that takes part said yes."""
        return self.outcome == self.Outcome.AGREED

    def answer_of(self, party: Party) -> "PartyConsent | None":
        """Return what a party answered by now; None as long as it is silent, or is asked anew."""
        return self.answers.select_related("reason__current").filter(party=party, lapsed_at=None).first()

    def agreed_by(self, party: Party | None) -> bool:
        """Say whether a party said yes by now, so that it is not asked once more; nobody's party did not."""
        answer = None if party is None else self.answer_of(party)
        return answer is not None and answer.agrees

    def mark(self, *, agrees: bool | None = None, reason: str | None = None) -> str:
        """Return what a page sends along of the answer of a party that it shows, so that nobody turns another (E6).

        It differs for each other answer, for other words of "not yet" (`reason` is their id), and once all are asked
        anew.
        """
        said = "silent" if agrees is None else "agrees" if agrees else reason
        return f"{said}.{self.opened_at.timestamp()}"

    def mark_of(self, answer: "PartyConsent | None") -> str:
        """Return the same for an answer, or for none."""
        if answer is None:
            return self.mark()
        return self.mark(agrees=answer.agrees, reason=None if answer.reason is None else answer.reason.public_id)


class PartyConsent(models.Model):
    """The one answer of one party in a round; changeable while the round is open.

    With `lapsed_at` it counts no more: something came to light afterwards, and the party is asked again (E13).

    `person` is who gave it, kept so that nobody answers one round for two parties; nowhere shown (None: left).
    """

    SHOWN: ClassVar = ("round_id", "party_id", "agrees", "reason__public_id", "reason__current__body")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agrees = models.BooleanField()
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "party"], name="one_consent_per_party_per_round"),
            models.CheckConstraint(
                condition=models.Q(agrees=True) | models.Q(reason__isnull=False), name="not_yet_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.agrees}"
