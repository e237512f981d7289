"""What can happen to facts that parties look for together, and to documents of parties."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FactAsked(Event):
    """Somebody asked a question of fact; `number` is how people speak of it."""

    type: ClassVar = "facts.fact_asked"
    sentence: ClassVar = _("{party} asked a question of fact, number {number}")
    number: int


@dataclass(frozen=True, kw_only=True)
class FactAskedAgain(Event):
    """A party asked again, with its reason; the published answer stays readable."""

    type: ClassVar = "facts.fact_asked_again"
    sentence: ClassVar = _("{party} asked the question of fact {number} again")
    number: int
    edition: int
    reason_commit: str | None


@dataclass(frozen=True, kw_only=True)
class SourceProposed(Event):
    """All parties were asked who answers a question of fact, and through which party the answer comes."""

    type: ClassVar = "facts.source_proposed"
    sentence: ClassVar = _("{party} proposed who answers the question of fact {number}")
    number: int
    through: str
    reader_commit: str | None


@dataclass(frozen=True, kw_only=True)
class SourceAgreed(Event):
    """All parties agreed who answers a question of fact."""

    type: ClassVar = "facts.source_agreed"
    sentence: ClassVar = _("With {party} all parties agreed who answers the question of fact {number}")
    number: int


@dataclass(frozen=True, kw_only=True)
class FactAnswered(Event):
    """The answer of the agreed source came in, or was put in other words before it was published."""

    type: ClassVar = "facts.fact_answered"
    sentence: ClassVar = _("{party} brought in the answer to the question of fact {number}")
    number: int
    link_commit: str | None


@dataclass(frozen=True, kw_only=True)
class FactSummarised(Event):
    """A party said in plain words what an answer means."""

    type: ClassVar = "facts.fact_summarised"
    sentence: ClassVar = _("{party} said in plain words what the answer to the question of fact {number} means")
    number: int


@dataclass(frozen=True, kw_only=True)
class FactPublished(Event):
    """A party published an answer with the plain words of another party; `commit` is that of these words."""

    type: ClassVar = "facts.fact_published"
    sentence: ClassVar = _("{party} published the answer to the question of fact {number}")
    number: int
    edition: int
    words_of: str


@dataclass(frozen=True, kw_only=True)
class FactTakenBack(Event):
    """A party took back its question of fact before it was answered."""

    type: ClassVar = "facts.fact_taken_back"
    sentence: ClassVar = _("{party} took back the question of fact {number}")
    number: int


@dataclass(frozen=True, kw_only=True)
class DocumentShared(Event):
    """A party shared the address of a document, perhaps with plain words about it."""

    type: ClassVar = "facts.document_shared"
    sentence: ClassVar = _("{party} shared a document")
    summary_commit: str | None


@dataclass(frozen=True, kw_only=True)
class DocumentSummarised(Event):
    """A party said in plain words what its document holds; reading time begins with that."""

    type: ClassVar = "facts.document_summarised"
    sentence: ClassVar = _("{party} said in plain words what its document holds")


@dataclass(frozen=True, kw_only=True)
class DocumentTakenBack(Event):
    """A party took its document back; what rests on it shows that."""

    type: ClassVar = "facts.document_taken_back"
    sentence: ClassVar = _("{party} took back a document")
