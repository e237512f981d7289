"""How a form is drawn: every control with its label, hint, fault and limit tied together for who listens."""

import time
from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

from django import forms
from django.core import signing
from django.forms import BaseForm, BoundField, widgets
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext, ngettext_lazy, pgettext_lazy

from communityup.base.errors import Refused

Made = TypeVar("Made")
CONTROLS: list[tuple[type[forms.Widget], str]] = [
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (widgets.Input, "utrecht-textbox utrecht-textbox--html-input"),
]
# What Django says when a field is not right; our Dutch says it in plainer words than Django's own.
PLAINER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a valid URL."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Null characters are not allowed."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
)
TOO_LONG = ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
# Below this many seconds nobody fills in a form; a page that was open for longer than a day tells nothing any more.
A_BLINK, LONGEST_OPEN = 2, 24 * 3600
MOMENT_SALT, GUARDS = "ui.moment", ("rest_7", "moment")
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def done(form: BaseForm, deed: Callable[[], Made], *, at: str | None = None) -> Made | None:
    """Do what a form that is filled in well asks, and return what came of it; None: show the form again.

    A refusal by a rule stands in the form then, `at` the field that it is about, or at the one that it says itself:
    nothing that was typed is lost. Where the same counts once it was read, the form sends along what that needs.
    """
    if not form.is_valid():
        return None
    try:
        return deed()
    except Refused as refused:
        link = format_html(' <a href="{}">{}</a>', *refused.read_on) if refused.read_on else ""
        form.add_error(
            at or (refused.at if refused.at in form.fields else None), format_html("{}{}", refused.sentence, link)
        )
        if refused.once_more is not None:
            data: Any = copy(form.data)
            for name, value in refused.once_more.along.items():
                data[name] = value
            form.data = data
        return None


class TrapField(forms.CharField):
    """A field that nobody sees, out of the tab order and not filled in by browsers; who listens hears to leave it."""

    def __init__(self, **options: Any) -> None:
        attributes = {"tabindex": "-1", "autocomplete": "off", "maxlength": False}
        super().__init__(required=False, widget=forms.TextInput(attrs=attributes), **options)


def written_moment() -> str:
    """Return the time at which a form was shown, signed: nobody can make one that is older."""
    return signing.dumps(int(time.time()), salt=MOMENT_SALT)


class GuardedForm(forms.Form):
    """A form that everybody may send without an account.

    What comes with the trap filled in, without its signed moment or within a blink, was sent by a program: answer it
    as everybody else, and keep nothing (`trapped`). Never the only defence: mail to one address is counted too.
    """

    rest_7 = TrapField(label=gettext_lazy("Leave this field empty, please"))
    moment = forms.CharField(widget=forms.HiddenInput, required=False, initial=written_moment)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in GUARDS:
            self.fields[name] = self.fields.pop(name)

    @property
    def trapped(self) -> bool:
        """Say whether a program sent this; only of a form that is valid."""
        if self.cleaned_data["rest_7"]:
            return True
        try:
            shown: int = signing.loads(self.cleaned_data["moment"], salt=MOMENT_SALT, max_age=LONGEST_OPEN)
        except signing.SignatureExpired:
            return False
        except signing.BadSignature:
            return True
        return time.time() - shown < A_BLINK

    @property
    def words(self) -> dict[str, Any]:
        """Return what somebody filled in, without the guards."""
        return {name: value for name, value in self.cleaned_data.items() if name not in GUARDS}


def control_class(widget: forms.Widget) -> str:
    """The NL Design System classes of a control."""
    if isinstance(widget, (forms.CheckboxInput, *CHOICES)):
        return ""
    return next((classes for kind, classes in CONTROLS if isinstance(widget, kind)), "")


def parts(bound: BoundField) -> tuple[SafeString, SafeString, str]:
    """The hint, the fault, and the ids that describe the control."""
    identifier = bound.auto_id or bound.html_name
    hint = fault = mark_safe("")
    described = []
    if bound.help_text:
        described.append(f"{identifier}-hint")
        hint = format_html('<p class="hint" id="{}-hint">{}</p>', identifier, bound.help_text)
    if bound.errors:
        described.append(f"{identifier}-wrong")
        lines = format_html_join(mark_safe("<br>"), "{}", ((error,) for error in bound.errors))
        fault = format_html('<p class="wrong" id="{}-wrong">{}</p>', identifier, lines)
    return hint, fault, " ".join(described)


def render_field(bound: BoundField) -> SafeString:
    """One field in full; a hidden one is only its input."""
    if bound.is_hidden:
        return bound.as_widget()
    if isinstance(bound.field, TrapField):
        return format_html('<div class="visually-hidden">{}{}</div>', bound.label_tag(), bound.as_widget())
    widget = bound.field.widget
    if isinstance(widget, CHOICES):
        inner = _choices(bound)
    elif isinstance(widget, forms.CheckboxInput):
        inner = _checkbox(bound)
    else:
        inner = _control(bound)
    state = " field--invalid" if bound.errors else ""
    return format_html('<div class="field utrecht-form-field{}">{}</div>', state, inner)


def _label_text(bound: BoundField) -> SafeString:
    if bound.field.required:
        return format_html("{}", bound.label)
    return format_html('{} <span class="optional">{}</span>', bound.label, gettext("(you may leave this empty)"))


def _attributes(bound: BoundField, described: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "class": f"{bound.field.widget.attrs.get('class', '')} {control_class(bound.field.widget)}".strip()
    }
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {name: value for name, value in attributes.items() if value}


def _limit(bound: BoundField) -> int:
    """The number of characters a text may have, when the person writes sentences there."""
    limit = getattr(bound.field, "max_length", None)
    return limit if limit and isinstance(bound.field.widget, forms.Textarea) else 0


def _keep_day(widget: forms.Widget) -> None:
    """Let the date field of a browser show the day it begins with: it takes one way of writing, in every language."""
    if isinstance(widget, forms.DateInput) and widget.input_type == "date":
        widget.format = "%Y-%m-%d"


def _control(bound: BoundField) -> SafeString:
    hint, fault, described = parts(bound)
    _keep_day(bound.field.widget)
    identifier, limit = bound.auto_id, _limit(bound)
    attributes, counter = _attributes(bound, described), mark_safe("")
    if limit:
        # The limit itself is told in the page and judged by the form: a browser that cuts a pasted text loses words.
        counter_id = f"{identifier}-counter"
        attributes |= {"data-counter": counter_id, "data-limit": limit, "maxlength": False}
        attributes["aria-describedby"] = f"{described} {counter_id}".strip()
        counter = format_html(
            '<p class="counter" id="{}" data-left="{}" data-over="{}">{}</p>',
            counter_id,
            gettext("Characters left: %s"),
            gettext("Characters too many: %s"),
            ngettext("At most %d character", "At most %d characters", limit) % limit,
        )
    widget = bound.as_widget(attrs=attributes)
    label = format_html('<label class="utrecht-form-label" for="{}">{}</label>', identifier, _label_text(bound))
    return format_html("{}{}{}{}{}", label, hint, fault, widget, counter)


def _checkbox(bound: BoundField) -> SafeString:
    hint, fault, described = parts(bound)
    box = bound.as_widget(attrs=_attributes(bound, described))
    return format_html(
        '{}<label class="choice utrecht-form-label--checkbox" for="{}">{}<span>{}</span></label>{}',
        fault,
        bound.auto_id,
        box,
        bound.label,
        hint,
    )


def _choices(bound: BoundField) -> SafeString:
    hint, fault, described = parts(bound)
    options = format_html_join(
        "",
        '<label class="choice" for="{}">{}<span>{}</span></label>',
        ((option.id_for_label, option.tag(), option.choice_label) for option in bound.subwidgets),
    )
    return format_html(
        "<fieldset{}{}><legend>{}</legend>{}{}{}</fieldset>",
        format_html(' aria-describedby="{}"', described) if described else "",
        mark_safe(' aria-invalid="true" role="radiogroup"') if _is_invalid_radio(bound) else "",
        _label_text(bound),
        hint,
        fault,
        options,
    )


def _is_invalid_radio(bound: BoundField) -> bool:
    return bool(bound.errors) and isinstance(bound.field.widget, forms.RadioSelect)


def first_control(bound: BoundField) -> str:
    """The id a link of the error summary leads to."""
    if isinstance(bound.field.widget, CHOICES):
        return next((str(option.id_for_label) for option in bound.subwidgets), bound.auto_id)
    return bound.auto_id


def named(bound: BoundField) -> str:
    """The label as the beginning of a sentence about its field."""
    label = str(bound.label)
    return label if label.endswith(("?", "!", ".", ":", "…")) else f"{label}:"


def summary_markup(form: BaseForm) -> SafeString:
    """The faults of a form with a link to each field; focused by page.js, announced without it.

    A form that sends nothing, such as a filter, says in `summary_heading` what happened instead.
    """
    if not form.errors:
        return mark_safe("")
    lines = [format_html("<li>{}</li>", error) for error in form.non_field_errors()]
    for bound in form:
        if bound.is_hidden:
            lines += [format_html("<li>{}</li>", error) for error in bound.errors]
            continue
        link = first_control(bound)
        lines += [format_html('<li><a href="#{}">{} {}</a></li>', link, named(bound), error) for error in bound.errors]
    return format_html(
        '<div class="summary utrecht-alert utrecht-alert--error" role="alert" tabindex="-1" data-error-summary>'
        '<div class="utrecht-alert__content"><h2>{}</h2><ul>{}</ul></div></div>',
        getattr(form, "summary_heading", gettext("It is not sent yet. What you typed is still here.")),
        format_html_join("", "{}", ((line,) for line in lines)),
    )


def form_markup(form: BaseForm) -> SafeString:
    """The error summary and every field of a form, in its own order; last, folded, the fields it names in `folded`."""
    folded = [form[name] for name in getattr(form, "folded", ()) if name in form.fields]
    names = {bound.name for bound in folded}
    hidden = format_html_join("", "{}", ((bound.as_widget(),) for bound in form.hidden_fields()))
    shown = [bound for bound in form.visible_fields() if bound.name not in names]
    visible = format_html_join("", "{}", ((render_field(bound),) for bound in shown))
    return format_html("{}{}{}{}", hidden, summary_markup(form), visible, _folded(folded))


def _folded(fields: list[BoundField]) -> SafeString:
    """Fields that most people leave as they are, behind one line; open when something is wrong in them."""
    if not fields:
        return mark_safe("")
    opened = mark_safe(" open") if any(bound.errors for bound in fields) else ""
    inner = format_html_join("", "{}", ((render_field(bound),) for bound in fields))
    words = gettext("More choices")
    return format_html('<details class="folded"{}><summary>{}</summary>{}</details>', opened, words, inner)


class ExampleForm(forms.Form):
    """Every kind of field once, for the style page."""

    name = forms.CharField(
        label=pgettext_lazy("example", "Your name"),
        max_length=80,
        help_text=pgettext_lazy("example", "As others here may see it."),
    )
    email = forms.EmailField(
        label=pgettext_lazy("example", "E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    thought = forms.CharField(
        label=pgettext_lazy("example", "One thought at a time"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("example", "What is it?"),
        choices=[
            ("experience", pgettext_lazy("example", "Experience")),
            ("idea", pgettext_lazy("example", "Idea")),
            ("worry", pgettext_lazy("example", "Worry")),
        ],
    )
    day = forms.DateField(
        label=pgettext_lazy("example", "From when?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    shown = forms.ChoiceField(
        label=pgettext_lazy("example", "Who may see your name?"),
        choices=[
            ("nobody", pgettext_lazy("example", "Nobody")),
            ("table", pgettext_lazy("example", "Everybody at the table")),
        ],
        widget=forms.RadioSelect,
        help_text=pgettext_lazy("example", "You can change this later."),
    )
    agreed = forms.BooleanField(label=pgettext_lazy("example", "I have read the ground rules"))
