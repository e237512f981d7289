"""Every setting of a site, in one file. What may differ per site comes from the environment (docs/settings.md)."""

import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from communityup.config.env import env

PACKAGE = Path(__file__).resolve().parent.parent
MODES = ("development", "demo", "production", "test")

MODE = env("COMMUNITYUP_MODE", "development", kind=str)
if MODE not in MODES:
    message = f"The setting COMMUNITYUP_MODE must be one of {', '.join(MODES)}, not {MODE!r}."
    raise ImproperlyConfigured(message)
DEMO = MODE == "demo"
DEBUG = False
# Mail of the demonstration goes to a page, which wakes nobody: there a letter leaves at any hour.
MAIL_RESTS_AT_NIGHT = not DEMO
# The outbox page shows every mail: production can never switch it on, it follows from the mode alone.
OUTBOX_PAGE = MODE in {"development", "demo", "test"}

DATA = env("COMMUNITYUP_DATA", Path("data").resolve(), kind=Path)


def _secret_key() -> str:
    """Take the key from the environment; outside production make one in the data folder once."""
    if MODE == "production":
        return env("COMMUNITYUP_SECRET_KEY", kind=str)
    if MODE == "test":
        return "a-key-for-tests-that-guards-nothing-and-is-long-enough-for-the-deploy-check"
    given = env("COMMUNITYUP_SECRET_KEY", "", kind=str)
    if given:
        return given
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(60), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env(
    "COMMUNITYUP_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"] if MODE != "production" else None, kind=list
)
CSRF_TRUSTED_ORIGINS = env("COMMUNITYUP_TRUSTED_ORIGINS", [], kind=list)
PROXIES = env("COMMUNITYUP_PROXIES", 0, kind=int)
SITE_ADDRESS = env("COMMUNITYUP_ADDRESS", "http://127.0.0.1:8000" if MODE != "production" else None, kind=str)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "communityup.base",
    "communityup.ui",
    "communityup.log",
    "communityup.post",
    "communityup.codes",
    "communityup.people",
    "communityup.texts",
    "communityup.files",
    "communityup.organisations",
    "communityup.notices",
    "communityup.questionnaires",
    "communityup.gatherings",
    "communityup.workspace.challenges",
    # Before the others: when somebody goes, the places go first, and a party perhaps with them.
    "communityup.workspace.leaving",
    "communityup.workspace.former",
    "communityup.workspace.tasks",
    "communityup.workspace.consent",
    "communityup.workspace.rules",
    "communityup.workspace.facilitation",
    "communityup.workspace.phases",
    "communityup.workspace.setup",
    "communityup.workspace.corrections",
    "communityup.workspace.sketches",
    "communityup.workspace.facilitators",
    "communityup.workspace.silence",
    "communityup.workspace.moderation",
    "communityup.workspace.pace",
    "communityup.workspace.rings",
    "communityup.workspace.mandates",
    "communityup.workspace.council",
    "communityup.workspace.acquaintance",
    "communityup.workspace.outreach",
    "communityup.workspace.history",
    "communityup.workspace.reach",
    "communityup.workspace.facts",
    "communityup.workspace.readiness",
    "communityup.workspace.formal",
    "communityup.workspace.goals",
    "communityup.workspace.frames",
    "communityup.workspace.tracks",
    "communityup.workspace.grip",
    "communityup.workspace.dialogue",
    "communityup.workspace.echoes",
    "communityup.workspace.joining",
    "communityup.workspace.paper",
    "communityup.workspace.releases",
    "communityup.workspace.opinions",
    "communityup.workspace.imports",
    "communityup.workspace.agreements",
    "communityup.workspace.door",
    "communityup.workspace.course",
    "communityup.workspace.subchallenges",
    "communityup.workspace.endings",
    "communityup.workspace.room",
    "communityup.workspace.colleagues",
    "communityup.network.networks",
    "communityup.network.newsletter",
    "communityup.network.letters",
    "communityup.network.members",
    "communityup.network.offers",
    "communityup.network.founding",
    "communityup.network.accords",
    "communityup.network.succession",
    "communityup.network.outlines",
    "communityup.network.peers",
    "communityup.network.stuck",
    "communityup.network.contacts",
    "communityup.network.positions",
    "communityup.network.meetings",
    "communityup.network.invitations",
    "communityup.network.recordings",
    "communityup.network.reports",
    "communityup.network.calendars",
    "communityup.network.circulars",
    "communityup.network.arrivals",
    "communityup.network.series",
    "communityup.network.themes",
    "communityup.network.treated",
    "communityup.network.continuity",
    "communityup.network.takeaways",
    "communityup.network.evaluations",
    "communityup.network.visits",
    "communityup.network.impressions",
    "communityup.network.library",
    "communityup.network.enclosures",
    "communityup.network.reviews",
    "communityup.network.programme",
    "communityup.network.adaptations",
    "communityup.network.feeds",
    "communityup.network.years",
    "communityup.network.own",
    "communityup.network.finding",
    "communityup.network.decency",
    "communityup.portal",
    # After our own apps, so that our words and templates go before those of the library.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
if MODE in {"demo", "development", "test"}:
    INSTALLED_APPS.append("communityup.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "communityup.people.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "communityup.base.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "communityup.config.urls"
WSGI_APPLICATION = "communityup.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communityup.ui.queries.page_context",
            ]
        },
    }
]


def _database(address: str) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's form; empty means SQLite in the data folder."""
    if not address:
        return {"ENGINE": "communityup.base.sqlite", "NAME": DATA / "communityup.sqlite3"}
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {"ENGINE": "communityup.base.sqlite", "NAME": unquote(parts.path.removeprefix("/")) or ":memory:"}
    if parts.scheme not in {"postgres", "postgresql"}:
        text = "DATABASE_URL must begin with postgresql:// or sqlite://."
        raise ImproperlyConfigured(text)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database(env("DATABASE_URL", "", kind=str))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate counters are shared between web processes, so never a per-process cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counters",
    }
}

# People and sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["communityup.people.adapters.EntranceBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "communityup.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# Our own entrance (people.views) proves each address by a code first, so the library verifies none.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    # Generous, because a whole hall can share one network; each address has its own limit in people.actions.
    "request_login_code": f"{env('COMMUNITYUP_CODES_PER_NETWORK', 300, kind=int)}/10m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/10m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "communityup.people.adapters.KeysAdapter"
MFA_FORMS = {
    "add_webauthn": "communityup.people.forms.PasskeyForm",
    "edit_webauthn": "communityup.people.forms.PasskeyNameForm",
    "activate_totp": "communityup.people.forms.AppForm",
    "authenticate": "communityup.people.forms.SecondStepForm",
    "reauthenticate": "communityup.people.forms.ConfirmWithAppForm",
    "login_webauthn": "communityup.people.forms.EnterWithPasskeyForm",
    "authenticate_webauthn": "communityup.people.forms.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "communityup.people.forms.ConfirmWithPasskeyForm",
}
# A code that changed while somebody typed it counts: of one step of 30 seconds before or after (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "production"
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# A day, because others may use the device too; 90 days on one's own (people.adapters.stay_signed_in).
SESSION_COOKIE_AGE = 24 * 3600
SESSION_ENGINE = "communityup.people.sessions"

# Mail: everything goes through the outbox of communityup.post
EMAIL_BACKEND = "communityup.post.backend.OutboxBackend"
MAIL_TRANSPORT = env(
    "COMMUNITYUP_MAIL", "outbox" if MODE != "production" else "smtp", kind=str
)  # outbox (kept, readable) or smtp
EMAIL_HOST = env("COMMUNITYUP_MAIL_HOST", "localhost", kind=str)
EMAIL_PORT = env("COMMUNITYUP_MAIL_PORT", 25, kind=int)
EMAIL_HOST_USER = env("COMMUNITYUP_MAIL_USER", "", kind=str)
EMAIL_HOST_PASSWORD = env("COMMUNITYUP_MAIL_PASSWORD", "", kind=str)
EMAIL_USE_TLS = env("COMMUNITYUP_MAIL_TLS", default=False, kind=bool)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("COMMUNITYUP_MAIL_FROM", "Community-up <noreply@communityup.invalid>", kind=str)

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]  # the words of all apps in one file, made by `tools.messages`
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if MODE == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    }
}
# Tests look for a file when it is asked for: they start hundreds of times and ask for few.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"

# The look of one site
# Places (host:port) of one's own machine from which practices may be fetched, without encryption: for tests.
FEEDS_TRUSTED = env("COMMUNITYUP_FEEDS_TRUSTED", [], kind=list)
SITE_NAME = env("COMMUNITYUP_SITE_NAME", "Community-up", kind=str)
ORGANISATION_URL = env("COMMUNITYUP_ORGANISATION_URL", "", kind=str)
SOURCE_URL = env("COMMUNITYUP_SOURCE_URL", "", kind=str)
CONTACT_EMAIL = env("COMMUNITYUP_CONTACT", "contact@communityup.invalid", kind=str)
THEME_CLASS = env("COMMUNITYUP_THEME_CLASS", "voorbeeld-theme", kind=str)
THEME_CSS = env("COMMUNITYUP_THEME_CSS", "", kind=str)
LOGO = env("COMMUNITYUP_LOGO", "", kind=str)


def _theme_tokens(text: str) -> dict[str, str]:
    try:
        tokens = json.loads(text or "{}")
    except ValueError:
        tokens = None
    if not isinstance(tokens, dict):
        problem = "The setting COMMUNITYUP_THEME_TOKENS must be a JSON object of design tokens."
        raise ImproperlyConfigured(problem)
    return {str(name): str(value) for name, value in tokens.items()}


THEME_TOKENS = _theme_tokens(env("COMMUNITYUP_THEME_TOKENS", "", kind=str))

# Safety
SECURE = MODE == "production"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^_healthz/"]
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "communityup.ui.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = [
    "communityup.base.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"mask_tokens": {"()": "communityup.base.masking.MaskTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["mask_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING" if MODE == "test" else "INFO"},
}
