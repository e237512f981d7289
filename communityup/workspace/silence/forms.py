"""What does one fill in about a silence."""

from communityup.workspace.facilitators.forms import OutsiderForm


class HelperForm(OutsiderForm):
    """Somebody from outside, by address, who helps the others decide about a silent party."""

    role = None  # type: ignore[assignment]  # there is nothing to choose: a helper
