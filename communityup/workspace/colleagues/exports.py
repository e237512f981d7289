"""What an organisation takes along as a spreadsheet: the same columns for every kind of party (E25), and no people.

It holds what the page of the organisation shows to the one who asks, and nothing more.
"""

from django.utils.translation import gettext as _

from communityup.ui.exports import SPREADSHEET, workbook
from communityup.workspace.colleagues import queries
from communityup.workspace.colleagues.queries import Own

FILE_NAME = "organisatie.xlsx"
MEDIA_TYPE = SPREADSHEET


def spreadsheet(own: Own) -> bytes:
    """Return the challenges, the inbox and the promises of an organisation as a workbook of three sheets."""
    rows = queries.challenges_of(own)
    challenges = (
        _("Challenges"),
        [_("Challenge"), _("Where"), _("Phase"), _("Our party"), _("State"), _("Our people")],
        ([r["title"], r["place"], r["phase_label"], r["name"], r["state_label"], r["people"]] for r in rows),
    )
    inbox = (
        _("Inbox"),
        [_("What is asked"), _("About"), _("Challenge"), _("Around"), _("Since")],
        (
            [e["task"].asks, e["task"].about, e["task"].challenge, e["task"].due, e["task"].since.date()]
            for e in queries.inbox(own, rows)
        ),
    )
    promises = (
        _("Promises"),
        [_("What"), _("By"), _("For"), _("Date"), _("Looking again"), _("State"), _("Challenge")],
        (
            [
                r["what"],
                r["by"]["name"],
                r["to"]["name"],
                r["due"],
                r["review"],
                r["state_label"],
                r["challenge__title"],
            ]
            for r in queries.promises(rows)
        ),
    )
    return workbook(challenges, inbox, promises)
