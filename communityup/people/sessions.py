"""Sessions in the database, asked with prepared SQL: every page of somebody who is signed in begins with this."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from communityup.base.prepared import prepared


class SessionStore(db.SessionStore):
    """Django's own store. Each request reads the row, so signing out elsewhere counts at once."""

    def _get_session_from_db(self) -> Session | None:
        """Return the row of this session while it lasts; forget a key that leads nowhere, as Django does."""
        session = _sessions.first(self.session_key or "")
        if session is not None and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None


@prepared
def _sessions(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)
