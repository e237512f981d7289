"""What of challenges others may take along: the lines of public ones."""

from communityup.workspace.challenges.models import Challenge


def public_streams() -> set[str]:
    """Return the ids of the streams of the log that everybody may see, for an export of the log."""
    return set(Challenge.objects.filter(public_at__isnull=False).values_list("stream__public_id", flat=True))
