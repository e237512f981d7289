"""What can happen to themes for sessions."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ThemeProposed(Event):
    """A member proposed a theme for a session, and why."""

    type: ClassVar = "themes.theme_proposed"
    sentence: ClassVar = _("A member proposed a theme for a session")


@dataclass(frozen=True, kw_only=True)
class ThemeChosen(Event):
    """A member wants to talk about a theme, or not any more; `member` is that one."""

    type: ClassVar = "themes.theme_chosen"
    sentence: ClassVar = _("A member said of a theme: {choice}")
    labels: ClassVar = {"yes": _("we want to talk about this"), "no": _("not any more")}
    choice: str
    member: str


@dataclass(frozen=True, kw_only=True)
class ThemeAttached(Event):
    """The theme that most members chose went to a session; so many chose it."""

    type: ClassVar = "themes.theme_attached"
    sentence: ClassVar = _("The theme that most members chose went to a session; {count} members chose it")
    session: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ThemeTakenOff(Event):
    """A coordinator took a theme off a session that is ahead; members can choose it again."""

    type: ClassVar = "themes.theme_taken_off"
    sentence: ClassVar = _("A theme no longer goes to a session; members can choose it again")
    session: str
