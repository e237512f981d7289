"""What does one fill in: all questions of a round on one page; nothing has to be answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.questionnaires.models import CHOICES, Kind, Question

WORDS_LENGTH = 600
UNKNOWN = "unknown"


class AnswerForm(forms.Form):
    """The answers of one person, or openly of one side; "I do not know" is always there and is no answer."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], given: Mapping[str, Any], openly: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [question for question in questions if not openly or question.kind != Kind.WORDS]
        for question in self.asked:
            self.fields[question.key] = _field(question, given.get(question.key), openly=openly)

    @property
    def given(self) -> dict[str, Any]:
        """Return the answers by the key of the question: a number, words, or None."""
        return {question.key: self._given(question) for question in self.asked}

    def _given(self, question: Question) -> Any:
        typed = self.cleaned_data[question.key]
        if question.kind == Kind.WORDS:
            return typed
        return None if typed in {"", UNKNOWN} else int(typed)


def _field(question: Question, given: Any, *, openly: bool) -> forms.Field:
    if question.kind == Kind.WORDS:
        return forms.CharField(
            label=str(question),
            required=False,
            max_length=WORDS_LENGTH,
            initial=given or "",
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
            help_text=_(
                "Everybody reads this at the same moment, without your name or party. Until then you can take it back."
            ),
        )
    choices = [(str(number), label) for number, label in enumerate(CHOICES[Kind(question.kind)])]
    last = _("we leave this open") if openly else _("I do not know, or would rather not say")
    return forms.ChoiceField(
        label=str(question),
        choices=[*choices, (UNKNOWN, last)],
        initial=UNKNOWN if given is None else str(given),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer; “I do not know” is one too.")},
    )
