"""What went before: each in own words, readings beside it, and nobody who touches the words of another."""

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring, Seat
from communityup.workspace.history import actions, queries
from communityup.workspace.history.models import Entry, Reading
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.tasks.queries import Asked, tasks_for
from tests import make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WORDS = "In 2019 is ons gezegd dat het gebouw open bleef."


def of(person: Person) -> Actor:
    return Actor.of(person)


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def told(challenge: Challenge, person: Person, words: str = WORDS) -> Entry:
    return actions.tell(challenge, kind="event", words=words, when="voorjaar 2019", by=of(person))


def promise(challenge: Challenge, concerns: Party | None = None) -> Entry:
    return actions.tell(
        challenge, kind="promise", words="Het buurthuis blijft open.", concerns=concerns, by=of(make.amina())
    )


@built_once
def of_six() -> tuple[Challenge, list[Person]]:
    challenge, amina, bram = make.challenge_of_two()
    one, two = challenge.parties.order_by("number")
    more = [make.person(name) for name in ("Eva", "Fatima", "Gijs", "Hana")]
    for person in more[:2]:
        make.colleague(one, person, inviter=amina)
    for person in more[2:]:
        make.colleague(two, person, inviter=bram)
    return challenge, [amina, bram, *more]


@pytest.mark.parametrize(("kind", "other"), make.BESIDE)
def test_a13_nobody_changes_or_takes_back_what_another_party_told_but_each_lays_a_reading_beside_it(
    kind: str, other: str
) -> None:
    challenge = make.challenge_of_one(kind=kind)
    make.join(challenge, make.bram(), "Partij Twee", other)
    entry = told(challenge, make.amina())
    assert (entry.year, str(entry.when)) == (2019, "voorjaar 2019")
    for by in (of(make.bram()), of(make.chris()), Actor.operator(), Actor.job("retention")):
        with pytest.raises(NotAllowed):
            actions.reword(entry, words="Anders", by=by)
        with pytest.raises(NotAllowed):
            actions.take_back(entry, by=by)
    entry.refresh_from_db()
    assert (str(entry.text), entry.withdrawn_at) == (WORDS, None)
    reading = actions.lay_reading(entry, words="Dat gold voor één begroting.", by=of(make.bram()))
    assert reading.party is not None
    assert (str(reading.text), reading.party.number) == ("Dat gold voor één begroting.", 2)
    assert lines(challenge)[-2:] == ["history.entry_told", "history.reading_laid"]


def test_e2_a_colleague_and_a_facilitator_do_not_touch_the_tellers_words_either() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    entry = told(challenge, amina)
    with pytest.raises(NotAllowed):
        actions.take_back(entry, by=of(make.dilek()))
    party = challenge.parties.get(number=2)
    Facilitator.objects.create(challenge=challenge, party=party, person=bram, since=timezone.now())
    Seat.objects.filter(person=bram).update(ring=Ring.ASIDE)
    with pytest.raises(NotAllowed):
        actions.reword(entry, words="Anders", by=of(bram))
    with pytest.raises(NotAllowed):
        told(challenge, bram)


def test_e2_nothing_in_this_app_removes_or_replaces_words_but_the_tellers_own_actions() -> None:
    import inspect

    source = inspect.getsource(actions)
    assert ".delete(" not in source
    assert source.count("revise(") == 2
    assert source.count("texts.erase(") == source.count("texts.withdraw(") == 1


def test_the_teller_finds_other_words_and_the_earlier_ones_stay_readable() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    entry = told(challenge, amina)
    assert actions.reword(entry, words=f" {WORDS}\r\n", by=of(amina)).text.current == entry.text.current
    actions.reword(entry, words="In 2019 is dat ons beloofd.", by=of(amina))
    assert lines(challenge)[-2:] == ["history.entry_told", "history.entry_reworded"]
    found = queries.entry_of(challenge, entry.public_id)
    assert str(found.text) == "In 2019 is dat ons beloofd."
    assert [row["words"] for row in queries.earlier_words(found)] == [WORDS]


def test_the_same_account_and_the_same_reading_twice_are_one() -> None:
    challenge, amina, bram = make.challenge_of_two()
    assert told(challenge, amina) == told(challenge, amina)
    entry = Entry.objects.get()
    for _click in range(2):
        actions.lay_reading(entry, words="Zo zagen wij het.", by=of(bram))
    assert lines(challenge)[-2:] == ["history.entry_told", "history.reading_laid"]


def test_a_party_has_one_reading_that_it_changes_by_versions() -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = told(challenge, amina)
    first = actions.lay_reading(entry, words="Zo zagen wij het.", by=of(bram))
    assert actions.lay_reading(entry, words="Nu zien wij het zo.", by=of(bram)) == first
    assert [version.body for version in first.text.versions.order_by("number")] == [
        "Zo zagen wij het.",
        "Nu zien wij het zo.",
    ]
    assert lines(challenge).count("history.reading_laid") == 2
    with pytest.raises(Refused):
        actions.lay_reading(entry, words="Ook wij", by=of(amina))
    with pytest.raises(NotAllowed):
        actions.lay_reading(entry, words="Ik ook", by=of(make.chris()))


def test_b8_how_it_stands_changes_and_the_words_beside_it_stay_one_version() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    entry = promise(challenge, challenge.parties.get(number=2))
    first = actions.lay_reading(entry, words="Wij werken eraan.", stand="open", by=of(bram))
    found = actions.lay_reading(entry, words="Wij werken eraan.", stand="kept", by=of(bram))
    assert (found, found.stand, found.text.versions.count()) == (first, "kept", 1)
    assert lines(challenge).count("history.reading_laid") == 2


def test_e22_what_is_taken_back_leaves_a_tombstone_and_the_readings_of_others_survive() -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = told(challenge, amina)
    actions.reword(entry, words="Met andere woorden.", by=of(amina))
    reading = actions.lay_reading(entry, words="Zo zagen wij het.", by=of(bram))
    actions.take_back(entry, by=of(amina))
    actions.take_back(entry, by=of(amina))
    entry.refresh_from_db()
    reading.refresh_from_db()
    assert entry.year is None
    for text in (entry.text, entry.when):
        assert text is not None
        assert text.versions.exclude(erased_at=None).count() == text.versions.count()
    assert (str(reading.text), reading.withdrawn_at) == ("Zo zagen wij het.", None)
    assert not Version.objects.filter(body__contains="andere woorden").exists()
    assert lines(challenge)[-4:] == ["history.entry_withdrawn", "texts.erased", "texts.erased", "texts.erased"]
    for refused in (
        lambda: actions.lay_reading(entry, words="Nog een", by=of(bram)),
        lambda: actions.reword(entry, words="Toch", by=of(amina)),
    ):
        with pytest.raises(Refused):
            refused()
    assert actions.take_reading_back(reading, by=of(bram)).withdrawn_at is not None
    assert not Version.objects.filter(body="Zo zagen wij het.").exists()


def test_e22_who_gave_up_a_place_still_takes_own_words_back_and_who_leaves_the_site_leaves_them() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    entry = told(challenge, make.dilek())
    leave_seat(challenge, by=of(make.dilek()))
    actions.take_back(entry, by=of(make.dilek()))
    assert Entry.objects.get().withdrawn_at is not None
    other = told(challenge, bram, "Het besluit gold voor één begroting.")
    leave_platform(bram, by=of(bram))
    other.refresh_from_db()
    assert str(other.text) == "Het besluit gold voor één begroting."
    with pytest.raises(NotAllowed):
        actions.take_back(other, by=of(amina))


def test_e22_a_reading_is_taken_back_by_its_party_only_and_can_come_again() -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = told(challenge, amina)
    reading = actions.lay_reading(entry, words="Zo zagen wij het.", by=of(bram))
    with pytest.raises(NotAllowed):
        actions.take_reading_back(reading, by=of(amina))
    for _click in range(2):
        actions.take_reading_back(reading, by=of(bram))
    assert lines(challenge).count("history.reading_withdrawn") == 1
    assert actions.lay_reading(entry, words="Toch weer.", by=of(bram)).withdrawn_at is None
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("kind", make.KINDS)
def test_b8_a_promise_is_settled_only_when_who_told_it_and_who_promised_it_both_say_so(kind: str) -> None:
    challenge = make.challenge_of_one()
    second = make.join(challenge, make.bram(), "Partij Twee", kind)
    make.join(challenge, make.dilek(), "Welzijn", "institution")
    entry = promise(challenge, second)
    actions.lay_reading(entry, words="Niet gelukt.", stand="not_kept", by=of(make.bram()))
    actions.lay_reading(entry, words="Wij zijn er klaar mee.", stand="settled", by=of(make.amina()))
    actions.lay_reading(entry, words="Wij ook.", stand="settled", by=of(make.dilek()))
    assert not queries.is_settled(entry)
    actions.lay_reading(entry, words="Samen uitgesproken.", stand="settled", by=of(make.bram()))
    assert queries.is_settled(entry)
    assert lines(challenge)[-1] == "history.settled_together"
    actions.lay_reading(entry, words="Het speelt toch weer.", stand="open", by=of(make.amina()))
    assert not queries.is_settled(entry)
    assert lines(challenge)[-1] == "history.reading_laid"


def test_b8_one_voice_never_settles_a_promise_of_somebody_outside() -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = promise(challenge)
    actions.lay_reading(entry, words="Klaar.", stand="settled", by=of(amina))
    assert not queries.is_settled(entry)
    actions.lay_reading(entry, words="Eens.", stand="settled", by=of(bram))
    assert queries.is_settled(entry)


def test_b8_a_promise_waits_in_the_tasks_of_who_promised_until_it_says_how_it_sees_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    one, two = challenge.parties.order_by("number")
    entry = promise(challenge, two)

    def asks(party: Party) -> list[str]:
        return [task.url for task in tasks_for(Asked(parties=frozenset({party.pk}))) if "geschiedenis" in task.url]

    assert (len(asks(one)), len(asks(two))) == (0, 1)
    actions.lay_reading(entry, words="Nog niet rond.", stand="open", by=of(bram))
    assert (len(asks(one)), len(asks(two))) == (0, 0)
    actions.lay_reading(entry, words="Voor ons wel.", stand="settled", by=of(amina))
    assert (len(asks(one)), len(asks(two))) == (0, 1)
    actions.lay_reading(entry, words="Voor ons ook.", stand="settled", by=of(bram))
    assert (len(asks(one)), len(asks(two))) == (0, 0)


def test_b8_distrust_is_told_without_a_name_once_enough_people_take_part_and_the_log_leads_to_nobody() -> None:
    challenge, people = of_six()
    teller = people[2]
    entry = actions.tell_without_name(challenge, words="De lijst lag al klaar.", by=of(teller))
    assert entry == actions.tell_without_name(challenge, words="De lijst lag al klaar.", by=of(teller))
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert (line.type, line.actor, line.party) == ("history.nameless_entry_told", "", "")
    actions.lay_reading(entry, words="Dat stuk is ingetrokken.", stand="done", by=of(people[1]))
    for other in (people[0], people[1]):
        with pytest.raises(NotAllowed):
            actions.tell_how_it_stands(entry, words="Klaar", stand="settled", by=of(other))
    actions.tell_how_it_stands(entry, words="Dat hielp.", stand="settled", by=of(teller))
    assert not queries.is_settled(entry)
    actions.lay_reading(entry, words="Fijn.", stand="settled", by=of(people[1]))
    assert queries.is_settled(entry)
    actions.take_reading_back(Reading.objects.get(party=None), by=of(teller))
    actions.take_back(entry, by=of(teller))
    types = lines(challenge)
    nameless = Line.objects.filter(stream=challenge.stream, type__contains="nameless")
    assert set(nameless.values_list("actor", "party")) == {("", "")}
    erased = Line.objects.filter(stream=challenge.stream, type="texts.erased")
    assert set(erased.values_list("actor", "party")) == {("", "")}
    assert "history.nameless_entry_withdrawn" in types
    assert "history.nameless_reading_withdrawn" in types


def test_b8_below_five_people_nothing_is_told_without_a_name() -> None:
    challenge, people = of_six()
    for person in people[4:]:
        leave_seat(challenge, by=of(person))
    with pytest.raises(Refused):
        actions.tell_without_name(challenge, words="De lijst lag al klaar.", by=of(people[2]))
    assert not Entry.objects.exists()


def test_x3_one_person_does_not_sound_like_many() -> None:
    challenge, people = of_six()
    for number in range(3):
        actions.tell_without_name(challenge, words=f"Wantrouwen {number}", by=of(people[0]))
    with pytest.raises(Refused):
        actions.tell_without_name(challenge, words="Nog een", by=of(people[0]))
    actions.tell_without_name(challenge, words="Van een ander", by=of(people[1]))


def test_what_was_told_without_a_name_is_not_reworded_and_what_has_a_party_has_no_nameless_stand() -> None:
    challenge, people = of_six()
    nameless = actions.tell_without_name(challenge, words="De lijst lag al klaar.", by=of(people[0]))
    with pytest.raises(Refused):
        actions.reword(nameless, words="Anders", by=of(people[0]))
    named = promise(challenge)
    with pytest.raises(Refused):
        actions.tell_how_it_stands(named, words="Klaar", stand="settled", by=of(people[0]))


@pytest.mark.parametrize(
    ("kind", "stand"), [("event", "kept"), ("promise", ""), ("promise", "done"), ("distrust", "kept")]
)
def test_a_stand_that_does_not_fit_what_was_told_is_refused(kind: str, stand: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = actions.tell(challenge, kind=kind, words="Iets van toen.", by=of(amina))
    with pytest.raises(Refused):
        actions.lay_reading(entry, words="Zo", stand=stand, by=of(bram))


def test_a_promise_concerns_only_a_party_that_takes_part_here() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    elsewhere = make.challenge_of_one(make.dilek(), title="Elders").parties.get()
    with pytest.raises(Refused):
        promise(challenge, elsewhere)


def test_e29_everybody_hears_at_the_same_moment_where_the_words_stand() -> None:
    from communityup.notices.models import Notice
    from tests import make_notices

    challenge, amina, bram = make.challenge_of_two()
    make_notices.told()
    entry = told(challenge, amina)
    make_notices.told()
    heard = Notice.objects.filter(line__type="history.entry_told").select_related("line")
    assert {notice.person_id for notice in heard} >= {bram.pk}
    assert len({notice.at for notice in heard}) == 1
    assert {notice.line.object for notice in heard} == {entry.public_id}


def test_the_list_follows_what_happened_and_not_who_told_first() -> None:
    challenge, amina, bram = make.challenge_of_two()
    actions.tell(challenge, kind="event", words="Zonder jaar.", by=of(amina))
    actions.tell(challenge, kind="event", words="Later.", when="najaar 2021", by=of(amina))
    actions.tell(challenge, kind="event", words="Eerder.", when="rond 1998 of 1999", by=of(bram))
    rows = queries.page(challenge, "1", own=None, viewer=amina)
    assert [str(row["entry"].text) for row in rows] == ["Eerder.", "Later.", "Zonder jaar."]


def test_e2_what_others_said_is_about_the_words_they_read_and_settles_no_other_ones() -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = promise(challenge, challenge.parties.get(number=2))
    for one in (amina, bram):
        actions.lay_reading(entry, words="Samen uitgesproken.", stand="settled", by=of(one))
    assert queries.is_settled(entry)
    actions.reword(entry, words="Het buurthuis blijft gratis, voor altijd.", by=of(amina))
    entry.refresh_from_db()
    assert not queries.is_settled(entry), "nobody settles words that were not there"
    asked = Asked(parties=frozenset({challenge.parties.get(number=2).pk}), emails=frozenset())
    assert [task.asks for task in queries.tasks(asked)] == ["Hoe kijkt jouw partij hier nu naar?"]
    before = len(lines(challenge))
    for one in (amina, bram):
        actions.lay_reading(entry, words="Samen uitgesproken.", stand="settled", by=of(one))
    assert queries.is_settled(entry)
    assert lines(challenge)[before:] == ["history.reading_laid", "history.settled_together"]
    assert queries.tasks(asked) == []
