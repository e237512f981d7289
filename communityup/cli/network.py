"""`communityup network`: make a learning network, ask somebody by mail to coordinate it, answer who asks for one.

All have their line in the open log of the network; after that its coordinators go on by themselves, on its pages.
"""

import argparse
import sys
from typing import TYPE_CHECKING

from communityup.cli.import_ import slug

if TYPE_CHECKING:
    from communityup.network.networks.models import Network

DONE, REFUSED, WRONG_USE = 0, 1, 2
# As much as a request keeps.
REASON_LENGTH = 300


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("network", help="make a learning network, or ask somebody to coordinate it")
    acts = parser.add_subparsers(dest="act", required=True, metavar="start | ask | requests | grant | decline")
    start = acts.add_parser("start", help="make a network and ask somebody by mail to coordinate it")
    start.add_argument("network", type=slug, metavar="SLUG", help="its name in the address: /netwerken/SLUG/")
    start.add_argument("--name", required=True, help="what it is called")
    start.add_argument("--purpose", required=True, help="what it is for, in two or three sentences")
    start.add_argument("--contact", required=True, help="an e-mail address that everybody may see")
    start.add_argument("--sender", default="", help="in which name its letters go out (usual: its name)")
    start.add_argument("--theme", default="", help="what it is about, in a few words")
    start.add_argument("--joining", default="", help="how one joins, in a few sentences")
    start.add_argument("--coordinator", required=True, metavar="EMAIL", help="who is asked to coordinate it")
    start.set_defaults(run=run)
    ask = acts.add_parser("ask", help="ask somebody by mail to coordinate a network that is there")
    ask.add_argument("network", metavar="SLUG", help="its name in the address: /netwerken/SLUG/")
    ask.add_argument("coordinator", metavar="EMAIL", help="who is asked")
    ask.set_defaults(run=run)
    _add_answers(acts)


def _add_answers(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    acts.add_parser("requests", help="list the networks that people asked for on the site").set_defaults(run=answer)
    grant = acts.add_parser("grant", help="make a network that somebody asked for")
    grant.add_argument("request", metavar="ID", help="the id of the request, as `requests` shows it")
    grant.add_argument("network", type=slug, metavar="SLUG", help="its name in the address: /netwerken/SLUG/")
    grant.set_defaults(run=answer)
    decline = acts.add_parser("decline", help="say that a network does not begin here, and why")
    decline.add_argument("request", metavar="ID", help="the id of the request")
    decline.add_argument("--reason", required=True, help="why not; who asked reads it")
    decline.set_defaults(run=answer)


def run(options: argparse.Namespace) -> int:
    """Make the network or ask; 0 when that is done, 1 when it is refused, 2 when there is something wrong."""
    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils.translation import override

    from communityup.base.errors import Sentence

    try:
        for address in {options.coordinator, getattr(options, "contact", options.coordinator)}:
            validate_email(address)
        with override("en"):
            print(_start(options) if options.act == "start" else _ask(options))
    except ValidationError:
        print("An e-mail address is not right.", file=sys.stderr)
        return WRONG_USE
    except Sentence as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    return DONE


def answer(options: argparse.Namespace) -> int:
    """List the requests, or answer one; 0 when that is done, 1 when it is refused."""
    import django

    django.setup()
    from django.utils.translation import override

    from communityup.base.errors import Sentence

    try:
        with override("en"):
            print(_requests() if options.act == "requests" else _answered(options))
    except Sentence as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    return DONE


def _requests() -> str:
    from communityup.network.founding.queries import waiting

    rows = [
        f"{one.public_id}  {one.asked_at:%Y-%m-%d}  {one.name}\n  {one.purpose}\n  {one.email}" for one in waiting()
    ]
    return "\n".join(rows) or "Nobody waits for an answer."


def _answered(options: argparse.Namespace) -> str:
    from communityup.base.errors import Refused
    from communityup.network.founding import actions
    from communityup.network.founding.models import NetworkRequest
    from communityup.people.actors import Actor

    asked = NetworkRequest.objects.filter(public_id=options.request).first()
    if asked is None:
        raise Refused("There is no request with this id.")
    if options.act == "grant":
        return _told(actions.grant(asked, slug=options.network, by=Actor.operator()))
    if len(options.reason) > REASON_LENGTH:
        raise Refused(f"A reason has at most {REASON_LENGTH} characters.")
    actions.decline(asked, reason=options.reason, by=Actor.operator())
    return "Declined. Who asked gets the reason by mail."


def _start(options: argparse.Namespace) -> str:
    from django.db import transaction

    from communityup.network.networks import actions
    from communityup.people.actors import Actor

    about = actions.About(
        name=options.name,
        purpose=options.purpose,
        sender=options.sender or options.name,
        contact=options.contact,
        theme=options.theme,
        joining=options.joining,
    )
    with transaction.atomic():
        made = actions.start_network(slug=options.network, about=about, by=Actor.operator())
        actions.ask_coordinator(made, email=options.coordinator, by=Actor.operator())
    return _told(made)


def _ask(options: argparse.Namespace) -> str:
    from communityup.base.errors import Refused
    from communityup.network.networks import actions
    from communityup.network.networks.models import Network
    from communityup.people.actors import Actor

    found = Network.objects.filter(slug=options.network).first()
    if found is None:
        raise Refused("There is no network at this address.")
    actions.ask_coordinator(found, email=options.coordinator, by=Actor.operator())
    return _told(found)


def _told(network: "Network") -> str:
    return f"/netwerken/{network.slug}/ is there. The question to coordinate it goes out by mail."
