"""What do we hand out of people's words: those behind commitments, for who checks the log."""

from collections.abc import Collection, Iterator

from communityup.texts.models import Version


def bodies(commitments: Collection[str]) -> Iterator[tuple[str, bytes, str]]:
    """Yield (commitment, salt, words) of each version that is neither erased nor hidden."""
    there = Version.objects.filter(commit__in=commitments, erased_at=None, hidden_at=None)
    found = there.values_list("commit", "salt", "body")
    for commit, salt, body in found:
        if salt is not None:
            yield commit, bytes(salt), body
