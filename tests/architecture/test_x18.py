"""Abuse case X18, platform capture: whoever pays for a site cannot buy other rights in a challenge."""

import re

from tests.architecture import scan
from tests.architecture.scan import PACKAGE

# Reviewed one by one: none of these changes who may do what in a challenge, what is shown of whom, or how is counted.
REVIEWED = {
    "COMMUNITYUP_MODE",  # what the site is; the demonstration is not installed in production
    "COMMUNITYUP_DATA",
    "COMMUNITYUP_SECRET_KEY",
    "COMMUNITYUP_HOSTS",
    "COMMUNITYUP_ADDRESS",
    "COMMUNITYUP_TRUSTED_ORIGINS",
    "COMMUNITYUP_PROXIES",
    "COMMUNITYUP_CODES_PER_NETWORK",
    "COMMUNITYUP_FEEDS_TRUSTED",
    "DATABASE_URL",
    "COMMUNITYUP_MAIL",
    "COMMUNITYUP_MAIL_HOST",
    "COMMUNITYUP_MAIL_PORT",
    "COMMUNITYUP_MAIL_USER",
    "COMMUNITYUP_MAIL_PASSWORD",
    "COMMUNITYUP_MAIL_TLS",
    "COMMUNITYUP_MAIL_FROM",
    "COMMUNITYUP_SITE_NAME",
    "COMMUNITYUP_ORGANISATION_URL",
    "COMMUNITYUP_SOURCE_URL",
    "COMMUNITYUP_CONTACT",
    "COMMUNITYUP_THEME_CLASS",
    "COMMUNITYUP_THEME_CSS",
    "COMMUNITYUP_THEME_TOKENS",
    "COMMUNITYUP_LOGO",
}

# What the rules of a challenge may ask of the settings: where a link leads, and how a date is written. Nothing else.
ASKED_BY_RULES = {
    "SITE_ADDRESS",
    "SITE_NAME",
    "TIME_ZONE",
    "LANGUAGE_CODE",
    "LANGUAGES",
    "AUTH_USER_MODEL",
    "DATABASES",
}


def test_x18_no_setting_alters_equality_rules() -> None:
    offered = scan.environment_names((PACKAGE / "config" / "settings.py").read_text(encoding="utf-8"))
    assert offered == REVIEWED, (
        "a setting came or went: does it change a rule of equality? Review it, then write it here"
    )


def test_x18_rules_of_a_challenge_read_no_setting() -> None:
    asked = {}
    for path in [*scan.sources(PACKAGE / "workspace"), *scan.sources(PACKAGE / "methods")]:
        text = path.read_text(encoding="utf-8")
        found = scan.settings_asked(text) - ASKED_BY_RULES if "django.conf" in text else set()
        if found or "environ" in text:
            asked[path.relative_to(PACKAGE).as_posix()] = sorted(found) or ["os.environ"]
    assert asked == {}


def test_x18_no_permission_depends_on_who_pays() -> None:
    """Permissions ask seats, parties and states; an account has no flag that opens doors."""
    flags = re.compile(r"is_superuser|is_staff|has_perm|user_permissions|is_admin|plan_tier|subscription")
    files = [*PACKAGE.glob("**/permissions.py"), *PACKAGE.glob("**/actions.py"), *PACKAGE.glob("**/views.py")]
    assert [
        path.relative_to(PACKAGE).as_posix() for path in files if flags.search(path.read_text(encoding="utf-8"))
    ] == []
