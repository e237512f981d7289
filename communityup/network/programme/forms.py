"""What does one fill in about a programme: a part, the three questions, who receives us, why a part does not fit."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.library.models import Practice
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.peers.models import LearningQuestion
from communityup.network.programme import queries
from communityup.network.programme.actions import About
from communityup.network.programme.models import (
    ANSWER_LENGTH,
    LONGEST,
    REASON_LENGTH,
    SHORTEST,
    TITLE_LENGTH,
    WHO_LENGTH,
    WORDS_LENGTH,
    Part,
)

# The address of a challenge as it stands in the bar of a browser, whatever page of it one looks at.
_CHALLENGE = re.compile(r"^(?:https?://[^/\s]+)?(?P<place>/opgaven/[a-z0-9-]{1,100}/)[^\s]*$")


def _words(label: Any, limit: int, *, hint: Any = "", rows: int = 3, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


class PartForm(forms.Form):
    """A part of the programme."""

    title = forms.CharField(label=_("What is this part?"), max_length=TITLE_LENGTH)
    minutes = forms.IntegerField(
        label=_("How many minutes does it take?"),
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=_("When it begins follows from what goes before."),
    )
    words = _words(_("What is it about?"), WORDS_LENGTH)
    who = forms.CharField(
        label=_("Who speaks or leads?"),
        max_length=WHO_LENGTH,
        required=False,
        help_text=_("A role is enough. Name somebody only when they want that: who sees the session reads this."),
    )
    member = forms.ChoiceField(
        label=_("Which member brings it?"),
        required=False,
        help_text=_("That member gets three questions to answer beforehand."),
    )
    question = forms.ChoiceField(label=_("Which learning question does it treat?"), required=False)
    practice = forms.ChoiceField(label=_("Which practice does it treat?"), required=False)
    challenge = forms.CharField(
        label=_("Which challenge on this site does it treat?"),
        max_length=300,
        required=False,
        help_text=_("Copy the address of its page. It has to be public."),
    )

    def __init__(self, told: Any, *, session: Session, free: Collection[str], part: Part | None = None) -> None:
        super().__init__(told, initial=_initial(part))
        self.session = session
        for name in self.fields.keys() - free:
            del self.fields[name]
        sources = {
            "member": queries.members_to_choose,
            "question": queries.questions_to_choose,
            "practice": queries.practices_to_choose,
        }
        for name in sources.keys() & self.fields.keys():
            rows = sources[name](session)
            now = _now(part, name)
            kept = rows if now is None or now[0] in dict(rows) else [now, *rows]
            self.fields[name].choices = [("", _("Nothing in particular")), *kept]  # type: ignore[attr-defined]  # it is a ChoiceField
            if not kept:
                del self.fields[name]

    def clean_challenge(self) -> str:
        """Return the address of a challenge on this site that everybody reads."""
        given = self.cleaned_data["challenge"].strip()
        if not given:
            return ""
        found = _CHALLENGE.match(given)
        place = "" if found is None else found["place"]
        if place not in queries.challenges_at({place}):
            raise forms.ValidationError(
                _("This is no public challenge of this site. Open its page, and copy the address from your browser.")
            )
        return place

    @property
    def about(self) -> About:
        """Return the part, as the action takes it; what one may not change is left out there."""
        told = self.cleaned_data
        network = self.session.network_id
        return About(
            title=told.get("title", ""), minutes=told.get("minutes", SHORTEST),
            words=told.get("words", ""), who=told.get("who", ""),
            member=Member.objects.filter(network=network, public_id=told.get("member", "")).first(),
            question=LearningQuestion.objects.filter(network=network, public_id=told.get("question", "")).first(),
            practice=Practice.objects.filter(network=network, public_id=told.get("practice", "")).first(),
            challenge=told.get("challenge", ""),
        )  # fmt: skip


def _initial(part: Part | None) -> dict[str, Any]:
    """Return with what the form begins."""
    if part is None:
        return {"minutes": 30}
    chosen = {name: now[0] for name in ("member", "question", "practice") if (now := _now(part, name))}
    words = {name: str(getattr(part, name) or "") for name in ("words", "who")}
    return {"title": part.title, "minutes": part.minutes, "challenge": part.challenge, **words, **chosen}


def _now(part: Part | None, name: str) -> tuple[str, str] | None:
    """Return what is chosen now, so that it stays a choice when it would not be offered any more."""
    chosen = None if part is None else getattr(part, name)
    return None if chosen is None else (chosen.public_id, str(chosen))


class AnswerForm(forms.Form):
    """The three questions to who brings something."""

    busy = _words(_("What are you busy with?"), ANSWER_LENGTH, rows=4)
    succeeds = _words(_("What succeeds, and why?"), ANSWER_LENGTH, rows=4)
    stuck = _words(_("Where are you stuck, and what help do you need?"), ANSWER_LENGTH, rows=4)

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        told = super().clean() or {}
        if not self.errors and not any(value.strip() for value in told.values()):
            raise forms.ValidationError(_("Answer at least one of the three."))
        return told


class HostForm(forms.Form):
    """Which member receives a session."""

    member = forms.ChoiceField(
        label=_("Who receives us?"),
        required=False,
        help_text=_("People who act for this member can make the programme too, as you can."),
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [("", _("Nobody in particular")), *queries.members_to_choose(session)]
        self.fields["member"].choices = rows  # type: ignore[attr-defined]  # it is a ChoiceField


class ReasonForm(forms.Form):
    """Why a part does not fit."""

    reason = _words(
        _("Why does it not fit this time?"),
        REASON_LENGTH,
        hint=_("Who proposed it reads this. Say what could fit, if you know."),
        required=True,
    )
