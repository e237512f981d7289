"""What do we hand out: the hash of the questions of a round, and the sealed count of its answers."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communityup.methods import canonical, merkle
from communityup.questionnaires.models import SECRET_BYTES, Kind, Participant, Question

NOTHING = "-"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question as it is asked: its key, how it is answered, and its words in both languages."""

    key: str
    kind: Kind
    dutch: str
    english: str


def questions_hash(asked: Sequence[Asked]) -> str:
    """Return the SHA-256 over the questions in order, each as "order.key.kind" with its words in both languages."""
    flat: dict[str, canonical.Value] = {}
    for order, one in enumerate(asked):
        flat |= {
            f"{order}.{one.key}.{one.kind.value}.nl": one.dutch,
            f"{order}.{one.key}.{one.kind.value}.en": one.english,
        }
    return hashlib.sha256(canonical.encode(flat)).hexdigest()


def row(secret: bytes, question: str, answer: str) -> bytes:
    """Return one sealed row: HMAC-SHA256(secret of the person, "<key of the question>:<answer or ->")."""
    return hmac.digest(secret, f"{question}:{answer}".encode(), "sha256")


def sealed(participants: Iterable[Participant], questions: Sequence[Question], *, people: int) -> tuple[int, str]:
    """Return how many rows there are, and the root over them in sorted, so shuffled, order.

    There is a row for every question of every participant, also without an answer; and for as many of `people` as did
    not take part, rows of pure chance. So the count tells how many were asked, and nothing of who answered what.
    """
    rows = list[bytes]()
    taking_part = list(participants)
    for one in taking_part:
        given = {answer.question_id: answer for answer in one.answers.all()}
        for question in questions:
            answer = given.get(question.pk)
            said = NOTHING
            if answer is not None:
                said = str(answer.value) if answer.words is None else answer.words.commit or NOTHING
            rows.append(row(bytes(one.secret), question.key, said))
    absent = max(0, people - len(taking_part)) * len(questions)
    rows += [secrets.token_bytes(SECRET_BYTES) for _one in range(absent)]
    rows.sort()
    return len(rows), merkle.root([merkle.leaf_hash(one) for one in rows]).hex()
