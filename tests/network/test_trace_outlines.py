"""A first sketch that others react to before it is final, in versions that stay with the reactions to them (A9)."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members import actions as members
from communityup.network.outlines import actions, notices, queries
from communityup.network.outlines.models import Edition, Outline, Reaction
from communityup.network.outlines.permissions import MOST_OPEN
from communityup.notices.queries import happening_of, hearings
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal.queries import search
from communityup.texts.actions import index
from communityup.texts.models import Version
from communityup.texts.queries import labels_of, own_rows
from tests import make, make_decency
from tests.at_once import just_before, together
from tests.make_network import browser, coordinated, last, lines, member, path
from tests.make_outlines import (
    ASKS,
    HERE,
    TITLE,
    WORDS,
    colleague,
    ended,
    page,
    reacted,
    revised,
    shown,
    world,
)

pytestmark = pytest.mark.django_db
TOMBSTONE = "[ingetrokken door wie het schreef]"
LABEL = "eerste schets</span>"
KINDS = ["municipality", "residents", "housing_association", "institution", "person"]


def by(person: Person) -> Actor:
    return Actor.of(person)


def said(outline: Outline, number: int) -> list[str]:
    """Return what was said to a version, as it can be read."""
    found = Reaction.objects.filter(outline=outline, version__number=number)
    return [str(one) for one in found.select_related("words__current")]


# A9: the label, the versions, the reactions


def test_a9_sketch_carries_its_label_wherever_it_is_shown_until_it_is_final() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina(), asks=ASKS)
    assert "1 eerste schets, open voor reacties" in browser().get(path(made, "page")).content.decode()
    for html in (page(), page(outline), page(outline, more="versie/1/")):
        assert (LABEL in html, TITLE in html) == (True, True)
    assert ASKS in page(outline)
    assert "eerste schets · " in search("handreiking", make.chris(), {})["of_networks"][0]["note"]
    ended(outline, make.amina(), words="De gemeenten gebruiken het.")
    for html in (page(), page(outline), page(outline, more="versie/1/")):
        assert (LABEL in html, "geen schets meer</span>" in html) == (False, True)
    assert "De gemeenten gebruiken het." in page(outline)
    assert "geen schets meer · " in search("handreiking", make.chris(), {})["of_networks"][0]["note"]
    assert "open voor reacties" not in browser().get(path(made, "page")).content.decode()


def test_a9_old_versions_and_their_reactions_stay_at_their_own_address() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    reacted(outline, make.bram())
    revised(outline, make.amina(), done="We blijven nu bellen.")
    reacted(outline, make.dilek(), "Mooi zo.", number=2)
    ended(outline, make.amina(), "withdrawn")
    first, second = page(outline, more="versie/1/"), page(outline, more="versie/2/")
    assert ("een jaar mee" in first, "Bel ook na een jaar nog." in first, "Mooi zo." in first) == (True, True, False)
    assert ("half jaar mee" in second, "Mooi zo." in second, "Bel ook na" in second) == (True, True, False)
    assert ("Je leest een eerdere versie" in first, "Je leest een eerdere versie" in second) == (True, False)
    assert "We blijven nu bellen." in second
    assert "Wie het netwerk coördineert" in second, "who coordinates speaks for no member"
    assert page(outline).count("Mooi zo.") == 1
    for html in (first, second):
        assert [f"{HERE}{outline.public_id}/versie/{number}/" in html for number in (1, 2)] == [True, True]


def test_a9_difference_between_two_versions_is_shown_in_words() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    assert "<ins>" not in page(outline)
    revised(outline, make.amina())
    html = " ".join(page(outline).split())
    assert "<del>een </del> <ins>een half </ins>" in html or "<ins>half </ins>" in html
    assert "Wat er anders is dan in versie 1" in html
    new = "Maak een nieuwe versie"
    assert [new in page(outline, make.amina(), more) for more in ("", "versie/2/", "versie/1/")] == [True, True, False]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("a b c", "a c", "b ", ""),
        ("a c", "a b c", "", "b "),
        ("een jaar", "twee jaar", "een ", "twee "),
        ("", "nieuw", "", "nieuw"),
        ("zelfde\n\nregel", "zelfde\n\nregel", "", ""),
        ("regel een\n\nregel twee", "regel een\n\nregel drie", "twee", "drie"),
    ],
)
def test_a9_difference_gives_each_text_back_whole(before: str, after: str, gone: str, new: str) -> None:
    parts = queries.difference(before, after)
    assert "".join(part["words"] for part in parts if part["kind"] != "new") == before
    assert "".join(part["words"] for part in parts if part["kind"] != "gone") == after
    assert "".join(part["words"] for part in parts if part["kind"] == "gone") == gone
    assert "".join(part["words"] for part in parts if part["kind"] == "new") == new


def test_a9_after_it_is_final_or_withdrawn_nobody_reacts_and_nothing_changes() -> None:
    made, _one, _other = world()
    for outcome in ("final", "withdrawn"):
        outline = shown(made, make.amina(), title=outcome)
        for _again in range(2):
            ended(outline, make.amina(), outcome)
        with pytest.raises(Refused, match="geen eerste schets meer"):
            reacted(outline, make.bram())
        with pytest.raises(Refused, match="geen eerste schets meer"):
            revised(outline, make.amina())
        with pytest.raises(Refused, match="geen eerste schets meer"):
            ended(outline, make.amina(), "withdrawn" if outcome == "final" else "final")
        assert "Reageer op de schets" not in page(outline, make.bram())
        assert "Maak een nieuwe versie" not in page(outline, make.amina())
    assert lines(made).count("outlines.sketch_ended") == 2
    with pytest.raises(Refused, match="Kies of het geen schets meer is"):
        ended(shown(made, make.amina()), make.amina(), "sketch")


# Who may, and each the same (E4)


@pytest.mark.parametrize("kind", KINDS)
def test_a9_e4_member_of_any_kind_shows_reacts_and_ends_the_same(kind: str) -> None:
    made, _one, _other = world()
    person = make.person("Zoë")
    member(made, "Een lid", person, kind=kind)
    outline = shown(made, person)
    reacted(shown(made, make.amina()), person)
    reacted(outline, make.amina())
    assert revised(outline, person, done="Gedaan.").words.versions.count() == 2
    assert ended(outline, person).state == "final"


def test_a9_only_members_and_who_coordinates_show_and_react() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    for stranger in (make.chris(), make.person("Buiten")):
        with pytest.raises(NotAllowed, match="Alleen leden"):
            shown(made, stranger)
        with pytest.raises(NotAllowed, match="Alleen leden"):
            reacted(outline, stranger)
    for person in (make.bram(), make.dilek()):
        with pytest.raises(NotAllowed):
            revised(outline, person)
        with pytest.raises(NotAllowed):
            ended(outline, person)
    theirs = shown(made, make.dilek())
    assert theirs.member is None
    for person in (make.amina(), make.chris()):
        with pytest.raises(NotAllowed, match="coördinator"):
            revised(theirs, person)
    assert revised(theirs, make.dilek()).words.versions.count() == 2


def test_a9_colleague_of_the_same_member_goes_on_with_its_sketch() -> None:
    made, one, _other = world()
    outline, other = shown(made, make.amina()), colleague(one, make.amina(), "collega")
    revised(outline, other)
    assert ended(outline, other).state == "final"


def test_a9_sketch_of_a_member_that_left_stays_to_be_read_and_takes_no_reactions() -> None:
    made, one, _other = world()
    outline = shown(made, make.amina())
    kept = reacted(outline, make.bram())
    members.leave(one, by=by(make.amina()))
    for person in (make.bram(), make.dilek()):
        with pytest.raises(Refused, match="ging uit het netwerk"):
            reacted(outline, person)
    html = page(outline, make.bram())
    assert ("ging uit het netwerk" in html, WORDS in html, "Reageer op de schets" in html) == (True, True, False)
    actions.take_reaction_back(kept, by=by(make.bram()))
    assert TOMBSTONE in page(outline)


# Reactions


def test_a9_one_reaction_of_a_person_to_a_version_that_they_change_or_take_back() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    for words in ("Eerste.", "Eerste.", "Anders gezegd."):
        kept = reacted(outline, make.bram(), words)
    assert said(outline, 1) == ["Anders gezegd."]
    assert "veranderd op" in page(outline)
    for _again in range(2):
        actions.take_reaction_back(kept, by=by(make.bram()))
    assert "Anders gezegd." not in page(outline)
    assert TOMBSTONE in page(outline), "a tombstone stays"
    assert not Version.objects.filter(text=kept.words, erased_at=None).exists(), "also the earlier words are gone"
    names = ("reacted", "reaction_changed", "reaction_taken_back")
    assert [lines(made).count(f"outlines.{name}") for name in names] == [1, 1, 1]
    reacted(outline, make.bram(), "Toch nog iets.")
    assert said(outline, 1) == ["Toch nog iets."]


def test_a9_only_who_wrote_a_reaction_takes_it_back() -> None:
    made, one, _other = world()
    kept = reacted(shown(made, make.amina()), make.amina())
    other = colleague(one, make.amina(), "collega")
    for person in (make.bram(), make.dilek(), make.chris(), other):
        with pytest.raises(NotAllowed, match="Alleen wie dit schreef"):
            actions.take_reaction_back(kept, by=by(person))
    with pytest.raises(NotAllowed):
        actions.take_reaction_back(kept, by=Actor.visitor())
    assert said(kept.outline, 1) == ["Bel ook na een jaar nog."]


def test_a9_reaction_to_an_earlier_version_is_refused_and_loses_nothing() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    revised(outline, make.amina())
    with pytest.raises(Refused, match="nieuwere versie"):
        reacted(outline, make.bram(), number=1)
    answer = browser(make.bram()).post(f"{HERE}{outline.public_id}/versie/1/reageren/", {"words": "Mijn zorg."})
    assert (answer.status_code, "Mijn zorg." in answer.content.decode()) == (409, True)
    assert not Reaction.objects.exists()


def test_a9_who_got_reactions_says_what_they_did_with_them() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    kept = reacted(outline, make.bram())
    with pytest.raises(Refused, match="Zeg eerst wat je daarmee deed"):
        revised(outline, make.amina())
    actions.take_reaction_back(kept, by=by(make.bram()))
    assert revised(outline, make.amina()).words.versions.count() == 2, "nobody waits for an answer any more"


# Twice, at once, too many


def test_a9_same_again_shows_and_revises_nothing_new() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina(), asks=ASKS)
    assert shown(made, make.amina(), asks=ASKS).pk == outline.pk
    assert shown(made, make.bram(), asks=ASKS).pk != outline.pk, "the same words of another member are theirs"
    for _again in range(2):
        revised(outline, make.amina(), done="Korter.\r\nEn warmer.")
    assert outline.words.versions.count() == 2
    assert lines(made).count("outlines.sketch_revised") == 1


def test_a9_version_of_a_colleague_in_the_meantime_is_not_written_over() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    stale = queries.outline_of(made, outline.public_id)
    first = just_before('SELECT "outlines_outline"', lambda: revised(outline, make.amina()))
    with first, pytest.raises(Refused, match="nieuwere versie"):
        revised(stale, make.amina(), words="Van een oude pagina.")


def test_a9_member_has_ten_open_sketches_at_most_and_takes_no_room_of_others() -> None:
    made, _one, _other = world()
    for number in range(MOST_OPEN):
        made_last = shown(made, make.amina(), title=f"Schets {number}")
    with pytest.raises(Refused, match="al 10 open schetsen"):
        shown(made, make.amina(), title="Te veel")
    for person in (make.bram(), make.dilek()):
        shown(made, person)
    ended(made_last, make.amina())
    assert shown(made, make.amina(), title="Weer ruimte").state == "sketch"


@pytest.mark.django_db(transaction=True)
def test_a9_two_clicks_at_once_are_one_reaction() -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina())
    outline = shown(made, make.amina())
    person = make.amina()
    given = together(*[lambda: reacted(outline, person, "Samen.") for _click in range(3)])
    assert all(isinstance(one, Reaction) for one in given), given
    assert (Reaction.objects.count(), lines(made).count("outlines.reacted")) == (1, 1)


# What goes on beside it: notices, the log, reporting, search, one's own data, leaving


def test_a9_everybody_hears_of_a_sketch_and_whose_it_is_of_reactions() -> None:
    made, _one, _other = world()
    outline, all_of_them = shown(made, make.amina()), {make.amina().pk, make.bram().pk, make.dilek().pk}
    shown_line = happening_of(last(made))
    assert hearings()[shown_line.type].hearers(shown_line) == all_of_them
    assert not hearings()[shown_line.type].urgent, "it waits for the letter in one's own rhythm"
    assert hearings()[shown_line.type].url("community-up", shown_line) == f"{HERE}{outline.public_id}/"
    reacted(outline, make.bram())
    said_line = happening_of(last(made))
    assert hearings()[said_line.type].hearers(said_line) == {make.amina().pk}
    assert hearings()[said_line.type].url("community-up", said_line) == f"{HERE}{outline.public_id}/versie/1/"
    ended(outline, make.amina())
    ended_line = happening_of(last(made))
    assert hearings()[ended_line.type].hearers(ended_line) == all_of_them
    reacted(shown(made, make.dilek()), make.bram())
    assert notices.whose_it_is(happening_of(last(made))) == {make.dilek().pk}


def test_a9_every_deed_is_one_line_with_its_words_sealed() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina(), asks=ASKS)
    edition = Edition.objects.get()
    assert last(made).type == "outlines.sketch_shown"
    assert last(made).commit == outline.words.commit
    assert last(made).content["asks_commit"] == str(edition.asks and edition.asks.commit)
    kept = reacted(outline, make.bram())
    assert (last(made).type, last(made).commit, last(made).role) == ("outlines.reacted", kept.words.commit, "member")
    reacted(outline, make.dilek())
    assert last(made).role == "coordinator"
    revised(outline, make.amina(), done="Gedaan.")
    newest = Edition.objects.get(version__number=2)
    assert last(made).content["done_commit"] == str(newest.done and newest.done.commit)
    ended(outline, make.amina(), words="Klaar.")
    outline.refresh_from_db()
    assert last(made).commit == str(outline.closing and outline.closing.commit)
    assert [one.rpartition(".")[2] for one in lines(made)[-5:]] == [
        "sketch_shown", "reacted", "reacted", "sketch_revised", "sketch_ended",
    ]  # fmt: skip
    log = browser().get(path(made, "log")).content.decode()
    assert "Een eerste schets van het netwerk: geen schets meer" in log


@pytest.mark.parametrize("what", ["sketch", "reaction"])
def test_a9_words_that_hurt_are_reported_and_hidden_with_two_keys(what: str) -> None:
    made, _coordinator, people, _offer = make_decency.world()
    (_mine, writer), (_theirs, reporter), *_rest = people
    outline = shown(made, writer, title="Kwetsende titel", words="Kwetsende woorden.")
    reaction = reacted(outline, writer, "Kwetsende reactie.")
    text = outline.words if what == "sketch" else reaction.words
    hurts = "Kwetsende titel" if what == "sketch" else "Kwetsende reactie."
    case = make_decency.reported(made, text, reporter)
    assert hurts in page(outline), "they stay until two agree"
    for _key in range(2):
        asked = make_decency.asked(case)
        make_decency.turn(case, asked[0] if asked else _coordinator)
    for html in (page(outline), page(), page(outline, more="versie/1/")):
        assert hurts not in html
    found = [search(words, reporter, {})["of_networks"].paginator.count for words in ("kwetsende titel", "insult")]
    assert found == [1 if what == "reaction" else 0, 0], "not by its title, nor by the mark in its place"


def test_a9_words_of_sketches_and_reactions_are_found_and_lead_to_their_version() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina(), words="Een egel loopt mee.")
    kept = reacted(outline, make.bram(), "Ook een kwikstaart.")
    revised(outline, make.amina(), words="Een das loopt mee.", done="Geen egel.")
    index(100)
    found = {word: [row["url"] for row in search(word, make.chris(), {})["page"]] for word in ("das", "kwikstaart")}
    assert found["das"] == [f"{HERE}{outline.public_id}/"]
    assert found["kwikstaart"] == [f"{HERE}reacties/{kept.public_id}/"]
    answer = browser().get(found["kwikstaart"][0])
    assert answer["Location"] == f"{HERE}{outline.public_id}/versie/1/#{kept.public_id}"


def test_a9_own_data_tell_what_one_reacted_and_leaving_cuts_the_link() -> None:
    made, _one, _other = world()
    kept = reacted(shown(made, make.amina()), make.bram())
    rows = dict(own_rows(make.bram()))
    told = rows["dat iemand op een eerste schets van een netwerk reageerde, en namens wie"]
    assert [row["version__number"] for row in told] == [1]
    assert "een reactie op een eerste schets van een netwerk" in labels_of(make.bram()).values()
    actions.forget_person(make.bram())
    kept.refresh_from_db()
    assert kept.person is None
    assert "Bel ook na een jaar nog." in page(kept.outline)
