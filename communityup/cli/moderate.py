"""`communityup moderate`: hide words in an emergency, for 72 hours at most, with a line in the open log.

The command changes and removes nothing; who keeps the process takes it over, or the words come back by themselves.
Personal data come back by no clock: they stay hidden until two put them back (R17).
"""

import argparse
import sys

REASONS = ("personal", "insult", "threat", "advertising")
DONE, REFUSED, WRONG_USE = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("moderate", help="hide somebody's words in an emergency, for 72 hours at most")
    acts = parser.add_subparsers(dest="act", required=True, metavar="hide")
    hide = acts.add_parser("hide", help="hide words now; the log and everybody in the challenge can see that and why")
    hide.add_argument("challenge", help="the name of the challenge in its address: /opgaven/NAME/")
    hide.add_argument("words", help="the id in the address of the page to report these words: /melden/ID/")
    hide.add_argument("--reason", required=True, choices=REASONS, help="why, as the working agreement says")
    hide.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Hide the words; 0 when they are hidden, 1 when that is refused, 2 when there are no such words."""
    import django

    django.setup()
    from communityup.base.errors import NotAllowed, Refused
    from communityup.people.actors import Actor
    from communityup.texts.models import Text
    from communityup.workspace.challenges.models import Challenge
    from communityup.workspace.moderation.actions import hide_as_operator

    challenge = Challenge.objects.filter(slug=options.challenge).first()
    text = Text.objects.filter(public_id=options.words).first()
    if challenge is None or text is None:
        print("There are no such words in that challenge.", file=sys.stderr)
        return WRONG_USE
    try:
        hiding = hide_as_operator(challenge, text, reason=options.reason, by=Actor.operator())
    except (Refused, NotAllowed) as refusal:
        print(str(refusal), file=sys.stderr)
        return REFUSED
    if hiding.back_at is None:
        print("Hidden until two who keep the process put them back, or other parties do when the writer asks them.")
    else:
        print(f"Hidden until {hiding.back_at:%Y-%m-%d %H:%M} UTC, unless who keeps the process takes it over.")
    return DONE
