"""The forms on a page, filled in as somebody would who means well."""

import datetime as dt
from html.parser import HTMLParser

from django.utils import timezone


class _Forms(HTMLParser):
    """What one would send with each form on a page, and where to; nowhere else for a form of the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.buttons: list[list[dict[str, str]]] = []
        self.inside, self.select = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = known.get("method") == "post"
            if self.inside:
                self.found.append((known.get("action", ""), {}))
                self.buttons.append([])
        name = known.get("name", "")
        if not self.inside or (not name and tag != "option"):
            return
        data = self.found[-1][1]
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and known.get("value"):
            data.setdefault(self.select, known["value"])
        elif tag == "button":
            self.buttons[-1].append({name: known.get("value", "")})
        elif tag in {"textarea", "input"} and name != "csrfmiddlewaretoken":
            data.setdefault(name, known.get("value") or _typed(known.get("type", tag)))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.select = "" if tag == "select" else self.select


def _typed(kind: str) -> str:
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    return {"date": day, "email": "iemand@example.org", "number": "3", "url": "https://example.org/"}.get(
        kind, "Zomaar"
    )


def forms_on(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return every form on a page that is sent: to which address (nothing: the page itself), with good values."""
    forms = _Forms()
    forms.feed(html)
    return forms.found


def sendings(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return every form on a page as `forms_on` does, once for each button that says something of its own."""
    forms = _Forms()
    forms.feed(html)
    return [
        (action, {**data, **said})
        for (action, data), buttons in zip(forms.found, forms.buttons, strict=True)
        for said in buttons or [{}]
    ]


def filled(html: str) -> dict[str, str]:
    """Return good values for the forms on a page that are sent to the page itself."""
    own = [data for action, data in forms_on(html) if not action]
    return {name: value for data in reversed(own) for name, value in data.items()}
