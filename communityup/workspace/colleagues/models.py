"""What do we remember of asking a colleague: for the organisation, and for which of its parties."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from communityup.base.ids import new_id
from communityup.organisations.models import Organisation
from communityup.workspace.challenges.models import Party


class ColleagueInvitation(models.Model):
    """An invitation to an address to join an organisation, and perhaps parties of it; its owner answers signed in."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="colleagues_asked")
    parties = models.ManyToManyField(Party, related_name="+")
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField()
    sent_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(joined_at=None),
                name="one_open_invitation_per_colleague",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
