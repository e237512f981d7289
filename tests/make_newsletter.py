"""People who stay informed by mail, made as they do it themselves: by the form and the links in letters."""

import re
import time
from typing import Any

from django.core import signing
from django.test import Client
from django.urls import reverse

from communityup.network.networks.models import Network
from communityup.network.newsletter.models import Subscription
from communityup.post.models import Mail
from communityup.ui.forms import MOMENT_SALT

SESSIONS = ["sessions"]


def filled(email: str = "wil@example.org", topics: list[str] = SESSIONS, **changes: Any) -> dict[str, Any]:
    """Return the form as a person sends it, half a minute after it was shown."""
    moment = signing.dumps(int(time.time()) - 30, salt=MOMENT_SALT)
    return {"email": email, "topics": topics, "consent": "on", "rest_7": "", "moment": moment, **changes}


def sign_up(network: Network, email: str = "wil@example.org", topics: list[str] = SESSIONS, **changes: Any) -> Any:
    """Send the form as a visitor and return the answer."""
    said = filled(email, topics, **changes)
    return Client().post(reverse("newsletter:sign_up", args=[network.slug]), said)


def letters(email: str = "wil@example.org") -> list[Mail]:
    """Return the letters to confirm that went to an address, oldest first."""
    return list(Mail.objects.filter(to=email, key__startswith="signup:").order_by("pk"))


def link(mail: Mail, name: str = "bevestigen") -> str:
    """Return the path of a link in a letter."""
    found = re.search(rf"https?://[^/\s]+(/nieuwsbrief/{name}/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]


def subscriber(network: Network, email: str = "wil@example.org", topics: list[str] = SESSIONS) -> Subscription:
    """Let somebody sign up and say yes."""
    sign_up(network, email, topics)
    assert Client().post(link(letters(email)[-1])).status_code == 302
    return Subscription.objects.select_related("network__stream").get(network=network, email=email)
