"""What can one do with files that go with a practice: add one, and take one away."""

import hashlib

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communityup.base.documents import Document
from communityup.base.errors import Refused
from communityup.files.actions import keep
from communityup.log.actions import record
from communityup.network.enclosures import events, permissions
from communityup.network.library import permissions as library
from communityup.network.library.actions import ask_anew, drop_files, hold, to_write
from communityup.network.library.models import Enclosure, Practice
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write
from communityup.texts.models import Text


@transaction.atomic
def add_file(practice: Practice, *, title: str, document: Document, by: Actor) -> Enclosure:
    """Add a file to a practice that is being written: everybody in it is asked again. The same twice is one."""
    library.own_writer(practice, by)
    locked, line = to_write(practice), " ".join(clean_words(title).split())
    digest = hashlib.sha256(document.content).hexdigest()
    if again := locked.enclosures.filter(file__digest=digest).select_related("words__current").first():
        if str(again) == line:
            return again
        raise Refused(_("This file goes with the practice already, as “%(title)s”.") % {"title": again})
    permissions.refuse_more(locked)
    ask_anew(locked)
    words, file = write(f"{line}\n{digest}", by=by), keep(document)
    made = Enclosure.objects.create(practice=locked, words=words, file=file, added_at=file.kept_at)
    event = events.FileAdded(object=made.public_id, commit=words.commit, practice=locked.public_id)
    record(event, stream=locked.network.stream, by=by, role="member")
    return made


@transaction.atomic
def take_file_away(enclosure: Enclosure, *, by: Actor) -> Practice:
    """Take a file away, bytes and all; that it was there stays to be seen. Clicking twice changes nothing.

    From what is being written everybody is asked again. From what is published it goes in all editions at once: nobody
    has to agree, for it may hold what should never have been there.
    """
    library.own_writer(enclosure.practice, by)
    # Each is locked in the order in which publishing does it: what is written first.
    written = [hold(one) for one in _written_with(enclosure)]
    practice = hold(enclosure.practice)
    same = Enclosure.objects.filter(pk=enclosure.pk, removed_at=None)
    if not same:
        return practice
    if practice.state in library.SHOWN:
        same = Enclosure.objects.filter(file=same[0].file, practice__series=practice.series)
    for one in written:
        if same.filter(practice=one).exists():
            ask_anew(one)
    drop_files(same)
    event = events.FileTakenAway(object=enclosure.public_id, practice=practice.public_id)
    record(event, stream=practice.network.stream, by=by, role="member")
    return practice


def _written_with(enclosure: Enclosure) -> QuerySet[Practice]:
    return Practice.objects.filter(series=enclosure.practice.series, state__in=library.WRITTEN)


@transaction.atomic
def forget_file(text: Text) -> None:
    """Let a file go when its title was taken away, not when it is hidden for a while; part of other actions."""
    if not text.versions.filter(erased_at=None).exists():
        drop_files(Enclosure.objects.filter(words=text))
