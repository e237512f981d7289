"""Who may read the outbox, and how many letters may go to an address that did not ask for them.

The outbox: anybody where no letter ever leaves the computer, nobody on a real site.
"""

from django.conf import settings

from communityup.post.queries import letters_today

# With one of these begins the key of each letter that a form can send to any address, whoever fills it in.
# A code that somebody asks in a browser that never signed in as its owner is one too; its own key is `CODE_ASKED`.
CODE_ASKED = "code:asked:"
TO_ANYBODY = (
    *("signup:", "form:", "coordinator:", "invitation:", "colleague:", "candidate:", "sponsor:", "observer:"),
    CODE_ASKED,
)
# So many of them a day to one address, all together (R32, X6).
LETTERS_A_DAY = 3


def may_see_outbox() -> bool:
    """Say whether this site shows its outbox: a demonstration, development or test, never production."""
    return bool(settings.OUTBOX_PAGE) and settings.MODE != "production"


def is_flooded(address: str) -> bool:
    """Say whether an address got so many letters because of forms today that no form sends it one more.

    The same for an address with and without an account, so that it tells nobody which has one.
    """
    return letters_today(address, *TO_ANYBODY) >= LETTERS_A_DAY
