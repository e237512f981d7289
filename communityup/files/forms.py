"""What does one fill in to add a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from communityup.base.documents import LARGEST, Document, NotKeptError, read

ACCEPT = ".pdf,.txt,.odt,.ods,.odp,.docx,.xlsx,.pptx"
WHY_NOT: dict[str, Any] = {
    "empty": _("There is nothing in this file. Choose another one."),
    "big": _("This file is larger than 2 MB. Make it smaller, or cut it in parts."),
    "picture": _(
        "A picture on its own is not kept here. Put it in a document, with a sentence that says what one sees."
    ),
    "page": _("A web page or a drawing is not kept here. Save it as PDF."),
    "old": _("This is a file of an old kind. Open it and save it as .docx, .xlsx, .pptx, .odt or as PDF."),
    "locked": _("This file is locked with a password. Choose one that everybody can open."),
    "acts": _("This file does something by itself when one opens it. Save it as PDF, or without macros."),
    "bomb": _("Too much is packed in this file. Save it as PDF."),
    "broken": _("This file is damaged, or something else is hidden in it. Save it anew and choose it again."),
    "unknown": _("We cannot keep a file of this kind. Save it as PDF, and choose that."),
}


class DocumentField(forms.FileField):
    """A file that becomes a document: judged by what is in it, never by its name or by what a browser says of it."""

    default_error_messages = {"required": _("Choose a file."), "empty": WHY_NOT["empty"]}
    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Document:
        """Return the document; a sentence for what is not kept."""
        file: UploadedFile[bytes] = super().clean(data, initial)
        try:
            return read(file.read(LARGEST + 1))
        except NotKeptError as why:
            raise forms.ValidationError(WHY_NOT[why.code]) from None
