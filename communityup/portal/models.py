"""What do we remember here: the secret address of somebody's own calendar, made when they asked for it."""

from django.conf import settings
from django.db import models

from communityup.base.ids import new_id


class CalendarLink(models.Model):
    """The address of somebody's own calendar. Another `public_id` is another address, and the old one leads nowhere.

    The address is signed (`permissions.calendar_token`): who reads this table alone cannot open a calendar with it.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"
