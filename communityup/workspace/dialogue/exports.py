"""What do we hand out as data: the rules of a round, and the sealed count of all its answers."""

import hashlib
import hmac
from dataclasses import dataclass

from communityup.methods import canonical, merkle
from communityup.workspace.dialogue.models import THOUGHT_LENGTH, Answer, Dialogue, Participant, Statement

RULES = {"answers": "same, different, unclear, pass; private and changeable", "smallest_set": 5, "length": THOUGHT_LENGTH}


@dataclass(frozen=True)
class SealedCount:
    """How many answers stand up to a number, and the root over their shuffled, salted rows."""

    last_number: int
    answers: int
    root: str


def rules_hash(dialogue: Dialogue) -> str:
    """Return the hash of the rules of a round; it stands in the log before the first answer."""
    rules = {**RULES, "open_data": int(dialogue.open_data), "everyone_once": int(dialogue.everyone_once)}
    return hashlib.sha256(canonical.encode(rules)).hexdigest()


def sealed_count(dialogue: Dialogue) -> SealedCount:
    """Count all answers, and seal them: the root over the rows, each salted by its person's secret, in random order.

    A row is HMAC-SHA256(secret, "<public id of the thought>:<answer>"); sorting by it shuffles. Whoever knows one's
    own secret can show that one's answers are in it; nobody else can read an answer from it.
    """
    last_number = Dialogue.objects.values_list("last_number", flat=True).get(pk=dialogue.pk)
    secrets = dict(Participant.objects.filter(dialogue=dialogue).values_list("pk", "secret"))
    thoughts = dict(Statement.objects.filter(dialogue=dialogue).values_list("pk", "public_id"))
    given = Answer.objects.filter(dialogue=dialogue, value__isnull=False, number__lte=last_number)
    rows = [
        hmac.digest(bytes(secrets[participant]), f"{thoughts[statement]}:{value}".encode(), "sha256")
        for participant, statement, value in given.values_list("participant", "statement", "value").iterator(10_000)
        if participant in secrets and statement in thoughts
    ]
    rows.sort()
    return SealedCount(last_number, len(rows), merkle.root([merkle.leaf_hash(row) for row in rows]).hex())
