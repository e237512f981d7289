"""What does one fill in about recordings."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from communityup.gatherings.models import LINK_LENGTH, NAME_LENGTH
from communityup.network.recordings.actions import Told
from communityup.network.recordings.models import REASON_LENGTH, SUMMARY_LENGTH, TRANSCRIPT_LENGTH
from communityup.network.recordings.permissions import DAYS, LONGEST_DAYS, fault_of_link

ADDRESS_LENGTH, CODE_LENGTH = 254, 40
LARGEST_FILE = 1024 * 1024
# The marks of time in a file with subtitles; what was said is what remains.
SUBTITLE_MARK = re.compile(r"(?m)^(?:\ufeff?WEBVTT.*|NOTE\b.*|\d+|(?:\d+:)?\d+:\d+[.,]\d+ --> .*)$\n?")


def _words(label: Any, *, limit: int, rows: int, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=hint, required=required)


class RecordingForm(forms.Form):
    """Where the recording is, and what was said in it."""

    link = forms.URLField(
        label=_("What is the link to the recording?"),
        max_length=LINK_LENGTH,
        assume_scheme="https",
        help_text=_("At the video service of your own organisation. Only who may watch sees it."),
    )
    summary = _words(
        _("What is it about, in short?"), limit=SUMMARY_LENGTH, rows=4, hint=_("For who would rather read than watch.")
    )
    transcript = _words(
        _("What was said, in words?"), limit=TRANSCRIPT_LENGTH, rows=8, required=False,
        hint=_("For who does not hear it, or has no sound here. Or choose a file below."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or as a file with text or subtitles"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.vtt,.srt,text/plain,text/vtt"}),
        help_text=_("A .txt, .vtt or .srt file of at most 1 MB."),
    )
    no_transcript = _words(
        _("Or why is there no text?"), limit=REASON_LENGTH, rows=2, required=False,
        hint=_("Who watches reads this."),
    )  # fmt: skip

    def clean_link(self) -> str:
        """Refuse what is not a safe link in the world."""
        link: str = self.cleaned_data["link"]
        if fault := fault_of_link(link):
            raise forms.ValidationError(fault)
        return link

    def clean_file(self) -> str:
        """Return the words in a file, without its marks of time."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 1 MB. Choose a file with the text alone."))
        words = _read(file.read())
        if words is None or len(words) > TRANSCRIPT_LENGTH:
            raise forms.ValidationError(_("There is no text in this file that we can read, or too much of it."))
        return words

    def clean(self) -> dict[str, Any]:
        """Ask for a transcript, or for the reason why there is none: one of them, not both."""
        data = super().clean() or {}
        data["transcript"] = data.pop("file", "") or data.get("transcript", "")
        if self.errors:
            return data
        said, why = bool(data["transcript"].strip()), bool(data["no_transcript"].strip())
        if not said and not why:
            self.add_error("transcript", _("Give the text of what was said, or say below why there is none."))
        elif said and why:
            self.add_error("no_transcript", _("There is a text. Leave this empty."))
        return data

    @property
    def told(self) -> Told:
        """Return what was filled in, as the action takes it."""
        return Told(**{name: self.cleaned_data[name] for name in ("link", "summary", "transcript", "no_transcript")})


class SpeakerForm(forms.Form):
    """Who speaks in it."""

    name = forms.CharField(label=_("What is their name?"), max_length=NAME_LENGTH)
    email = forms.EmailField(
        label=_("What is their e-mail address?"),
        max_length=ADDRESS_LENGTH,
        help_text=_("There we ask them who may see the recording. Nobody else reads it."),
    )


class CodeForm(forms.Form):
    """The code of who was not registered."""

    code = forms.CharField(
        label=_("What is the code?"),
        max_length=CODE_LENGTH,
        help_text=_("You got it from who coordinates the network."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class RenewForm(forms.Form):
    """How long a new code works."""

    days = forms.IntegerField(
        label=_("For how many days does a new code work?"), min_value=1, max_value=LONGEST_DAYS, initial=DAYS
    )


def _read(content: bytes) -> str | None:
    """Return the words in a file; None for what is no text."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    plain = SUBTITLE_MARK.sub("", words.replace("\r\n", "\n").replace("\x00", ""))
    return re.sub(r"\n{3,}", "\n\n", plain).strip() or None
