"""What a challenge uses: the parts of the platform that can be off, and the parts of the start that can be skipped."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import PARTS
from communityup.workspace.consent.models import Round

OFF, ON, SKIP = "module_off", "module_on", "skip_part"


@dataclass(frozen=True, kw_only=True)
class Module:
    """A part of the platform that parties can switch off for their challenge; `key` is the name of its addresses.

    What carries the rules of equality registers nothing here, so it cannot be off: consent, log, goals and interests,
    working agreement, frames, mandates, facilitators, pace, moderation, formal decisions and agreements. `stays` are
    addresses by which somebody stops or takes words back; those work always.
    """

    key: str
    label: Any
    why: Any
    order: int
    url_name: str = ""
    stays: frozenset[str] = field(default_factory=frozenset)


_MODULES: dict[str, Module] = {}


def register_module(module: Module) -> None:
    """Let parties switch a part off; called in AppConfig.ready of the apps above this one."""
    _MODULES[module.key] = module


def staying(key: str) -> frozenset[str]:
    """Return the names of the addresses of a part that work also while it is off."""
    return _MODULES[key].stays if key in _MODULES else frozenset()


def staying_anywhere(url_name: str) -> bool:
    """Say whether some part lets this address work also while it is off: stopping, and taking words back."""
    return any(url_name in module.stays for module in _MODULES.values())


def can_be_off(key: str) -> bool:
    """Say whether this is a part that parties can switch off."""
    return key in _MODULES


def label_of(key: str) -> str:
    """Return how a part is called; its key for one that this version does not know."""
    return str(_MODULES[key].label) if key in _MODULES else key


def off_at(slug: str) -> list[str]:
    """Return what is off in the challenge at this address; nothing where there is none. Asked at everything sent."""
    return _off_at.first(slug) or []


@prepared
def _off_at(slug: str) -> QuerySet[Challenge, list[str]]:
    return Challenge.objects.filter(slug=slug).values_list("off", flat=True)


def known_module(key: str) -> str:
    """Return the key of a part that can be off; raises Http404 for any other."""
    if key not in _MODULES:
        raise Http404
    return key


def known_part(challenge: Challenge, key: str) -> str:
    """Return the key of a part of the start that can be skipped here; raises Http404 for any other."""
    if all(part.key != key or part.firm for part in PARTS) or key in challenge.off:
        raise Http404
    return key


def name_of(about: str) -> str:
    """Return how the part is called about which all parties are asked."""
    prefix, _colon, key = about.partition(":")
    if prefix != SKIP:
        return label_of(key)
    return next((str(part.label) for part in PARTS if part.key == key), key)


def url_of(asked: Round) -> str:
    """Return the page on which a question about the set-up stands."""
    return reverse("setup:page", args=[asked.challenge.slug])


def state(challenge: Challenge) -> str:
    """Return in a few words how many parts are off; nothing when all are on."""
    count = len(challenge.off)
    return ngettext("%(count)s part is off", "%(count)s parts are off", count) % {"count": count} if count else ""


def page(challenge: Challenge) -> dict[str, Any]:
    """Return every part that can be off or skipped, how it stands, and about which all parties are asked now."""
    open_rounds = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN)
    asked = dict(open_rounds.values_list("about", "public_id"))
    modules = [
        {
            "key": one.key,
            "label": one.label,
            "why": one.why,
            "off": one.key in challenge.off,
            "url": reverse(one.url_name or f"{one.key}:page", args=[challenge.slug]),
            "asked": asked.get(f"{ON if one.key in challenge.off else OFF}:{one.key}"),
        }
        for one in sorted(_MODULES.values(), key=lambda one: one.order)
    ]
    skippable = [
        {
            "key": part.key,
            "label": part.label,
            "skipped": part.key in challenge.skipped,
            "url": reverse(part.url_name, args=[challenge.slug]),
            "asked": asked.get(f"{SKIP}:{part.key}"),
        }
        for part in PARTS
        if not part.firm and part.key not in challenge.off
    ]
    return {"modules": modules, "parts": skippable, "never_off": _("What makes you equals is always on.")}
