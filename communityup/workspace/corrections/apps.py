"""The corrections app."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """A slip of the pen in what all agreed on: corrected in view of all, unless somebody protests in time."""

    name = "communityup.workspace.corrections"

    def ready(self) -> None:
        """Say who hears about corrections, and who reads the reasons."""
        from communityup.texts.queries import register_kinds, register_references
        from communityup.workspace.corrections import privacy
        from communityup.workspace.corrections.notices import register as register_notices

        register_notices()
        register_kinds(*privacy.KINDS)
        register_references(*privacy.REFERENCES)
