"""What can one do with practices: write, name voices, say yes to one's own words, read over, publish, take back."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.files.actions import forget
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.methods.dutch import weighed
from communityup.network.library import events, models, notices, permissions
from communityup.network.library.models import NAME_LENGTH, Approver, Beginning, Enclosure, Facet, Practice, Stem, Voice
from communityup.network.library.permissions import SHOWN, WRITTEN
from communityup.network.library.queries import SHORT, WORDS, words_to_find
from communityup.network.members.models import Member
from communityup.network.members.permissions import own_delegate
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.people.queries import find_by_address
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text, Version

State, Answer = Practice.State, Voice.Answer


@transaction.atomic
def begin_practice(member: Member, *, title: str, begun: Beginning = models.FROM_NOTHING, by: Actor) -> Practice:
    """Begin to write down a practice for one's member; the same title or origin, while it is written, is the same."""
    own_delegate(member, by)
    permissions.refuse_other_site(begun.origin)
    network = Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=member.network_id)
    words, made, now = _line(title), new_id(), timezone.now()
    same = Q(title=words) | Q(origin=begun.origin) & ~Q(origin="")
    if again := Practice.objects.filter(same, member=member, state__in=WRITTEN, edition=1).first():
        return again
    practice = Practice.objects.create(
        public_id=made, series=made, network=network, member=member, title=words, origin=begun.origin,
        place=_line(begun.place) if begun.place else "", changed_at=now,
    )  # fmt: skip
    for label, people in begun.voices:
        _give_voice(Voice(practice=practice, label=_line(label), stays_named=True, of_party=True), people=people)
    _record(events.PracticeBegun(object=practice.public_id), practice, by)
    return practice


@transaction.atomic
def write_practice(practice: Practice, *, account: models.Account, by: Actor) -> Practice:
    """Write on a practice: who is in it is asked again, and it is read over again. The same words change nothing."""
    permissions.own_writer(practice, by)
    locked = to_write(practice)
    texts = [_put(locked, name, getattr(account, name), by) for name in WORDS]
    short = [_put_short(locked, name, getattr(account, name)) for name in SHORT]
    if any([*texts, *short, _put_facets(locked, account)]):
        ask_anew(locked)
        commits = {f"{name}_commit": _commit(getattr(locked, name)) for name in WORDS}
        _record(events.PracticeWritten(object=locked.public_id, **commits), locked, by)
    return locked


@transaction.atomic
def name_voice(practice: Practice, *, label: str, emails: Sequence[str], quote: str, by: Actor) -> Voice:
    """Name who is quoted or took part, with one to five addresses; they are asked by mail when it is read over."""
    permissions.own_writer(practice, by)
    locked, addresses = to_write(practice), list(dict.fromkeys(map(normalised, emails)))
    permissions.refuse_named(locked, addresses)
    _back_to_draft(locked)
    words = write(quote, by=by) if quote.strip() else None
    voice = _give_voice(Voice(practice=locked, label=_line(label), quote=words), emails=addresses)
    event = events.VoiceNamed(object=voice.public_id, commit=_commit(voice.quote), practice=locked.public_id)
    _record(event, locked, by)
    return voice


@transaction.atomic
def leave_out(voice: Voice, *, by: Actor) -> Practice:
    """Leave somebody's words out of a practice that is being written; the words and the address go.

    Who was asked, or is a party of the challenge where it began, hears it, and what is published tells it (E30, X17).
    """
    permissions.own_writer(voice.practice, by)
    locked = to_write(voice.practice)
    if here := locked.voices.exclude(answer__in=Voice.GONE).filter(pk=voice.pk).first():
        _back_to_draft(locked)
        _erase([here.quote_id])
        receipt = _record(events.VoiceLeftOut(object=here.public_id, practice=locked.public_id), locked, by)
        if here.stays_named:
            _keep_named(here, locked, receipt)
        else:
            here.delete()
    return locked


@transaction.atomic
def ask_review(practice: Practice, *, by: Actor) -> Practice:
    """Ask by mail who is in a practice, and members to read it, once; raises Refused while a part is missing (B4)."""
    permissions.own_writer(practice, by)
    locked = to_write(practice)
    if locked.state != State.DRAFT:
        return locked
    permissions.refuse_incomplete(permissions.missing_in(locked))
    waits = locked.approvers.filter(voice__answer=Answer.NONE).select_related("person", "voice")
    asked = [one for one in waits if one.address]
    permissions.refuse_more_letters(asked)
    locked.voices.filter(approvers__in=[one.pk for one in asked]).update(stays_named=True)
    locked.state = State.REVIEW
    locked.save(update_fields=["state"])
    receipt = _record(events.ReviewAsked(object=locked.public_id), locked, by)
    for one in asked:
        notices.ask(one, locked, round_=receipt)
    return locked


@transaction.atomic
def answer_voice(voice: Voice, *, yes: bool, quote: str, by: Actor) -> Voice:
    """Say yes or no to one's own part in a practice; one's own words one can word oneself first (E30).

    The answer can be changed until it is published; the same again changes nothing. Of several who answer for a voice
    one yes is enough, a no holds until who said it changes it, and a yes to other words lapses. All of them hear it.
    """
    permissions.own_voice(voice, by)
    practice = hold(voice.practice)
    here = Voice.objects.select_for_update(of=("self",)).select_related("quote__current").get(pk=voice.pk)
    permissions.refuse_unasked(here, practice)
    mine, answer, now = permissions.own_approver(here, by), Answer.YES if yes else Answer.NO, timezone.now()
    changed = _put(here, "quote", quote, by)
    if mine.answer == answer and not changed:
        return here
    if practice.approvers.filter(person=by.account).exclude(Q(pk=mine.pk) | Q(answer=Answer.LEFT_OUT)).exists():
        raise Refused(_("You already speak for another voice in this practice."))
    if changed:
        here.approvers.filter(answer=Answer.YES).update(answer=Answer.NONE, answered_at=None)
    mine.answer, mine.answered_at, mine.person, mine.email = answer, now, by.account, ""
    mine.save()
    here.answer, here.answered_at = here.decided(here.approvers.values_list("answer", flat=True)), now
    here.save()
    said, kept = answer.value, _commit(here.quote)
    event = events.VoiceAnswered(object=here.public_id, commit=kept, practice=practice.public_id, answer=said)
    receipt = _record(event, practice, by, role="voice")
    notices.tell_others(here, practice, said=answer, round_=receipt, but=mine)
    return here


@transaction.atomic
def review(practice: Practice, *, good: bool, remark: str = "", by: Actor) -> Practice:
    """Read a practice over as a member of another organisation: good to publish, or back with what is needed."""
    own = permissions.own_reviewer(practice, by)
    locked = hold(practice)
    if locked.state == State.REVIEWED and good and locked.reviewer_id == own.member_id:
        return locked
    if locked.state != State.REVIEW:
        raise Refused(_("This practice does not wait for somebody who reads it over."))
    if good:
        locked.state, locked.reviewer, locked.remark = State.REVIEWED, own.member, None
    else:
        locked.state, locked.remark = State.DRAFT, write(remark, by=by)
    locked.save(update_fields=["state", "reviewer", "remark"])
    event = events.PracticeReviewed(
        object=locked.public_id, commit=_commit(locked.remark), reviewer=own.member.public_id,
        outcome="good" if good else "back",
    )  # fmt: skip
    _record(event, locked, by)
    return locked


@transaction.atomic
def publish(practice: Practice, *, by: Actor) -> Practice:
    """Publish a practice, or its next edition in the place of the one before; clicking twice publishes once.

    Raises Refused until somebody of another organisation read it and every voice said yes: who did not, is named (X17).
    """
    permissions.own_writer(practice, by)
    locked = hold(practice)
    if locked.state == State.PUBLISHED:
        return locked
    permissions.refuse_not_written(locked)
    permissions.refuse_incomplete(permissions.missing_in(locked))
    permissions.refuse_silent(locked)
    if locked.state != State.REVIEWED:
        raise Refused(_("Somebody of another organisation has to read this practice first."))
    before = Practice.objects.filter(series=locked.series, state=State.PUBLISHED)
    Stem.objects.filter(practice__in=before).delete()
    before.update(state=State.EARLIER)
    locked.state, locked.published_at = State.PUBLISHED, timezone.now()
    locked.save(update_fields=["state", "published_at"])
    index(locked)
    locked.approvers.filter(person=None).delete()
    _record(events.PracticePublished(object=locked.public_id, edition=locked.edition), locked, by)
    return locked


@transaction.atomic
def begin_edition(practice: Practice, *, by: Actor) -> Practice:
    """Begin a new edition of what is published, whose voices are all asked again; or return the one being written."""
    permissions.own_writer(practice, by)
    locked = hold(practice)
    if again := Practice.objects.filter(series=locked.series, state__in=WRITTEN).first():
        return again
    if locked.state != State.PUBLISHED:
        raise Refused(_("Only of a practice that is published one begins a new version."))
    last = Practice.objects.filter(series=locked.series).order_by("-edition").values_list("edition", flat=True)[0]
    copied = {name: getattr(locked, name) for name in ("series", "network", "member", "origin", *SHORT)}
    texts = {name: _copied(getattr(locked, name), by) for name in WORDS}
    made = Practice.objects.create(**copied, **texts, edition=last + 1, changed_at=timezone.now())
    kept = locked.facets.values_list("kind", "value", "words")
    Facet.objects.bulk_create([Facet(practice=made, kind=k, value=v, words=w) for k, v, w in kept])
    for one in locked.voices.exclude(answer=Answer.TAKEN_BACK).select_related("quote__current"):
        _carry(one, made, by)
    for file in locked.enclosures.filter(removed_at=None).select_related("words__current"):
        if words := _copied(file.words, by):
            Enclosure.objects.create(practice=made, words=words, file_id=file.file_id, added_at=file.added_at)
    _record(events.EditionBegun(object=made.public_id, edition=made.edition), made, by)
    return made


@transaction.atomic
def take_words_back(voice: Voice, *, by: Actor) -> Voice:
    """Take one's own words back in all editions, without asking anybody: the rest stands (A42); twice is once."""
    mine, practice = permissions.own_approver(voice, by), hold(voice.practice)
    same = Q(pk=voice.pk) | Q(practice__series=practice.series, approvers__person=by.account)
    kept = dict(Voice.objects.filter(same).exclude(answer=Answer.TAKEN_BACK).values_list("pk", "quote"))
    if kept:
        notices.tell_others(voice, practice, said=Answer.TAKEN_BACK, round_="back", but=mine)
        _record(events.VoiceTakenBack(object=voice.public_id, practice=practice.public_id), practice, by, role="voice")
    Voice.objects.filter(pk__in=kept).update(answer=Answer.TAKEN_BACK, answered_at=timezone.now(), label="")
    Approver.objects.filter(voice__in=kept).update(email="")
    if not practice.approvers.filter(person=by.account).exclude(answer=Answer.LEFT_OUT).exists():
        Approver.objects.filter(pk=mine.pk).update(person=by.account)
    _erase(list(kept.values()))
    for shown in Practice.objects.filter(series=practice.series, state=State.PUBLISHED):
        index(shown)
    return Voice.objects.get(pk=voice.pk)


@transaction.atomic
def take_back(practice: Practice, *, by: Actor) -> Practice:
    """Take the words of one's member back: a draft whole, what is published without those of others (A42), once."""
    permissions.own_writer(practice, by)
    locked = hold(practice)
    if locked.state == State.TAKEN_BACK:
        return locked
    gone = Practice.objects.filter(pk=locked.pk)
    if locked.state in SHOWN:
        gone = Practice.objects.filter(series=locked.series, state__in=SHOWN)
    else:
        _erase(list(locked.voices.values_list("quote", flat=True)))
        locked.approvers.update(email="")
    Stem.objects.filter(practice__in=gone).delete()
    _erase([text for row in gone.values_list(*WORDS, "remark") for text in row])
    drop_files(Enclosure.objects.filter(practice__in=gone))
    gone.update(state=State.TAKEN_BACK, changed_at=timezone.now())
    _record(events.PracticeTakenBack(object=locked.public_id), locked, by)
    return Practice.objects.get(pk=locked.pk)


def to_write(practice: Practice) -> Practice:
    """Lock an edition that is being written, part of other actions; raises Refused for one that is not any more."""
    locked = hold(practice)
    permissions.refuse_not_written(locked)
    return locked


def ask_anew(locked: Practice) -> None:
    """Let every voice and the reader be asked again, because something changed; part of other actions."""
    _back_to_draft(locked)
    locked.voices.exclude(answer__in=Voice.GONE).update(answer=Answer.NONE, answered_at=None)
    locked.approvers.exclude(answer=Answer.LEFT_OUT).update(answer=Answer.NONE, answered_at=None)


def drop_files(files: QuerySet[Enclosure]) -> None:
    """Take files away, titles and bytes; that they were there stays to be seen. Part of other actions."""
    rows = list(files.filter(removed_at=None).values_list("pk", "words", "file"))
    here, loose = Enclosure.objects.filter(pk__in=[row[0] for row in rows]), {row[2] for row in rows} - {None}
    here.update(removed_at=timezone.now(), file=None, address="")
    _erase([row[1] for row in rows])
    forget(loose - set(Enclosure.objects.filter(file__in=loose).values_list("file", flat=True)))


@transaction.atomic
def index_again(text: Text) -> None:
    """Let one find the practice in which these words stand by what can be read there now; part of other actions."""
    holds = Q(voices__quote=text) | Q(context=text) | Q(did=text) | Q(why=text) | Q(stumbling=text)
    for practice in Practice.objects.filter(holds, state=State.PUBLISHED).distinct():
        index(practice)


@transaction.atomic
def forget_voice(person: Person) -> None:
    """Forget the address and account of somebody who leaves the platform; words they said yes to stay as they are."""
    Approver.objects.filter(Q(email=person.email) | Q(person=person, answer=Answer.NONE)).delete()
    Approver.objects.filter(person=person).update(person=None)


def index(practice: Practice) -> None:
    """Let one find a practice by the words that stand in it now; part of other actions."""
    practice.stems.all().delete()
    found = weighed(words_to_find(practice))
    Stem.objects.bulk_create([Stem(practice=practice, stem=one, weight=found[one]) for one in sorted(found)])


def hold(practice: Practice) -> Practice:
    """Lock an edition; part of other actions."""
    found = Practice.objects.select_for_update(of=("self",)).select_related("network__stream", "member")
    return found.select_related(*[f"{name}__current" for name in WORDS]).get(pk=practice.pk)


def _put(holder: Practice | Voice, name: str, words: str, by: Actor) -> bool:
    """Write, revise or empty one text, and say whether that changed something; the caller saves the holder."""
    before: Text | None = getattr(holder, name)
    if not words.strip():
        setattr(holder, name, None)
        holder.save(update_fields=[name])
        _erase([] if before is None else [before.pk])
        return before is not None
    if before is None:
        setattr(holder, name, write(words, by=by))
    elif str(before) == clean_words(words):
        return False
    else:
        revise(before, words, by=by)
    return True


def _put_short(practice: Practice, name: str, value: str) -> bool:
    before, after = getattr(practice, name), _line(value) if value else value
    setattr(practice, name, after)
    return bool(before != after)


def _put_facets(practice: Practice, account: models.Account) -> bool:
    themes = {slugify(_line(one))[:NAME_LENGTH]: _line(one)[:NAME_LENGTH] for one in account.themes if slugify(one)}
    wanted = account.ticked | {(Facet.Kind.THEME.value, key, words) for key, words in themes.items()}
    before = set(practice.facets.values_list("kind", "value", "words"))
    if before == wanted:
        return False
    practice.facets.all().delete()
    Facet.objects.bulk_create([Facet(practice=practice, kind=k, value=v, words=w) for k, v, w in sorted(wanted)])
    return True


def _give_voice(voice: Voice, *, emails: Iterable[str] = (), people: Iterable[Person] = ()) -> Voice:
    voice.asked_at = timezone.now()
    voice.save()
    said = {"practice": voice.practice, "voice": voice, "answer": voice.answer, "answered_at": voice.answered_at}
    asked = [{"email": one} for one in emails] + [{"person": one} for one in people]
    Approver.objects.bulk_create([Approver(**said, **one) for one in asked])
    return voice


def _carry(voice: Voice, made: Practice, by: Actor) -> None:
    """Take a voice along into a new edition; one that is left out stays so, or a new version would polish it away."""
    new = Voice(practice=made, label=voice.label, quote=_copied(voice.quote, by), stays_named=voice.stays_named)
    new.of_party = voice.of_party
    if voice.answer == Answer.LEFT_OUT:
        new.answer, new.answered_at = voice.answer, voice.answered_at
    _give_voice(new, people=[one.person for one in voice.approvers.select_related("person") if one.person is not None])


def _keep_named(voice: Voice, practice: Practice, receipt: str) -> None:
    """Keep who is left out, with the accounts that hear it here and can take it away; others get a letter."""
    now = timezone.now()
    for one in voice.approvers.select_related("person"):
        one.person = one.person or find_by_address(one.email)
        notices.tell_left_out(one, practice, round_=receipt)
        one.email, one.answer, one.answered_at = "", Answer.LEFT_OUT, now
        one.save()
    voice.answer, voice.answered_at, voice.quote = Answer.LEFT_OUT, now, None
    voice.save()


def _back_to_draft(practice: Practice) -> None:
    practice.state, practice.reviewer, practice.changed_at = State.DRAFT, None, timezone.now()
    practice.save()


def _copied(text: Text | None, by: Actor) -> Text | None:
    return write(str(text), by=by) if text is not None and text.readable else None


def _erase(texts: Sequence[int | None]) -> None:
    erase(Version.objects.filter(text__in=[one for one in texts if one is not None], erased_at=None), taken_back=True)


def _line(words: str) -> str:
    return " ".join(clean_words(words).split())


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _record(event: Event, practice: Practice, by: Actor, role: str = "member") -> str:
    receipt = record(event, stream=practice.network.stream, by=by, role=role)
    return f"{receipt.stream}:{receipt.n}"
