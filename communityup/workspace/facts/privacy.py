"""What is personal here: questions, answers and plain words; of sources a role is kept, never a name."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, page
from communityup.workspace.facts import actions
from communityup.workspace.facts.models import Document, Version


def take_question_back(text: Text, by: Actor) -> None:
    """Take the question with these words back, as its party."""
    found = Version.objects.select_related("card__challenge", "party").get(question=text)
    actions.take_question_back(found, by=by)


def take_document_back(text: Text, by: Actor) -> None:
    """Take the document with this title and address back, as its party."""
    found = Document.objects.select_related("challenge", "party").get(link=text)
    actions.take_document_back(found, by=by)


def _of_version(field: str, label: Any, *, agreed: Q, **more: Any) -> Kind:
    return Kind(
        field=f"facts.Version.{field}",
        label=label,
        level=Level.PUBLIC,
        place="card__challenge__stream",
        object="card__public_id",
        agreed=agreed,
        url=page("facts:card", of_object=True),
        **more,
    )


def _of_source(field: str, label: Any) -> Kind:
    return Kind(
        field=f"facts.Source.{field}",
        label=label,
        level=Level.PUBLIC,
        place="version__card__challenge__stream",
        object="version__card__public_id",
        party="proposed_by",
        agreed=Q(asked__outcome__in=["open", "agreed"]),
        url=page("facts:card", of_object=True),
    )


# What was published keeps its wording: other things rest on it.
_PUBLISHED = Q(published_at__isnull=False)

KINDS = (
    _of_version(
        "question", _("a question of fact"), agreed=Q(answer__isnull=False), party="party", take_back=take_question_back
    ),
    _of_version("reason", _("why a question of fact is asked again"), agreed=_PUBLISHED, party="party"),
    _of_version("answer", _("the answer to a question of fact"), agreed=_PUBLISHED, party="source__party"),
    _of_version("link", _("a document that goes with an answer"), agreed=_PUBLISHED, party="source__party"),
    _of_source("role", _("who is proposed to answer a question of fact")),
    _of_source("reader", _("who is proposed to read an answer along")),
    Kind(
        field="facts.Summary.words",
        label=_("what an answer means in plain words"),
        level=Level.PUBLIC,
        place="version__card__challenge__stream",
        object="version__card__public_id",
        party="party",
        agreed=Q(version__summary=F("pk")),
        url=page("facts:card", of_object=True),
    ),
    Kind(
        field="facts.Document.link",
        label=_("title and address of a document of a party"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        take_back=take_document_back,
        url=page("facts:page"),
    ),
    Kind(
        field="facts.Document.summary",
        label=_("what a document says in plain words"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("facts:page"),
    ),
)
