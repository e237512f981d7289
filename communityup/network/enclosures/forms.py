"""What does one fill in about a file that goes with a practice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.files.forms import DocumentField
from communityup.network.library.models import TITLE_LENGTH


class FileForm(forms.Form):
    """A file and how it is called."""

    title = forms.CharField(
        label=_("What is it?"),
        max_length=TITLE_LENGTH,
        help_text=_("For example: the agreement in four steps, to fill in yourself."),
    )
    document = DocumentField(
        label=_("The file"),
        help_text=_("PDF, plain text, or a document, spreadsheet or slides (.odt, .docx and so on). 2 MB at most."),
    )
