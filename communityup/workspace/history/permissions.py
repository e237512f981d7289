"""Who may: everybody tells in own words; only the teller rewords or takes back. No kind of party (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.history.models import Entry, Reading

# With fewer people everybody could guess who told something without a name (B8).
FEWEST_FOR_NO_NAME = 5


def may_be_nameless(challenge: Challenge) -> bool:
    """Say whether enough people take part that telling something without a name hides who did."""
    return challenge.seats.count() >= FEWEST_FOR_NO_NAME


def is_teller(entry: Entry, by: Actor) -> bool:
    """Say whether this person told the entry; nobody after the teller left the platform."""
    author = None if entry.text.current is None else entry.text.current.author_id
    return by.person is not None and author is not None and author == by.person.pk


def refuse_others(entry: Entry, by: Actor) -> None:
    """Raise NotAllowed for everybody but the teller: no party, no facilitator, no operator (A13, E2)."""
    if not is_teller(entry, by):
        raise NotAllowed(
            _("Only the one who told this can change it or take it back. You can lay a reading beside it.")
        )


def refuse_who_moved(entry: Entry, party_id: int) -> None:
    """Raise NotAllowed for who told it for another party than they are of now: its words stay as they were (E2)."""
    if entry.party_id is not None and entry.party_id != party_id:
        raise NotAllowed(
            _("You told this for %(party)s, and are of another party now. You can take it back, or tell it anew.")
            % {"party": entry.party}
        )


def mark_of(reading: Reading | None) -> str:
    """Return what a page sends along of what the party said before, that it shows (E6)."""
    return "silent" if reading is None or reading.withdrawn_at is not None else f"{reading.told_at.timestamp()}"


def refuse_unseen(reading: Reading | None, seen: str) -> None:
    """Raise Refused for who would turn what a colleague said for the party, that their page did not show (E6)."""
    now = mark_of(reading)
    if reading is None or reading.withdrawn_at is not None or seen == now:
        return
    said = f"“{str(reading.text).rstrip(' .')}”"
    raise Refused(
        _(
            "Your party said this meanwhile: %(said)s. Yours was not kept yet. "
            "Do you want to change it? Then send it once more."
        )
        % {"said": f"{reading.get_stand_display()}, {said}" if reading.stand else said},
        once_more=OnceMore(about="", label=_("Save"), along={"seen": now}),
    )


def refuse_other_parties(reading: Reading, party_id: int) -> None:
    """Raise NotAllowed for everybody but the party whose reading it is."""
    if reading.party_id != party_id:
        raise NotAllowed(_("Only people of the party that wrote this reading can take it back."))
