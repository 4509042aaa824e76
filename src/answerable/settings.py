"""Settings: everything a city may set comes from the environment; docs/reference/settings.md lists it."""

from __future__ import annotations

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from answerable.ops import logs

PACKAGE = Path(__file__).resolve().parent
VAR = Path(os.environ.get("ANSWERABLE_VAR", Path.cwd() / "var")).resolve()


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def _database(url: str) -> dict[str, object]:
    """DATABASE_URL is a libpq address; whatever libpq understands may stand in it."""
    parts = conninfo_to_dict(url) if url else {}
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options: dict[str, object] = {k: v for k, v in parts.items() if k not in known}
    config: dict[str, object] = {django: parts.get(libpq, "") for libpq, django in known.items()}
    if role := os.environ.get("ANSWERABLE_DATABASE_ROLE", ""):
        options["assume_role"] = role  # docs/reference/ledger.md: a role that cannot change the ledger
    if _flag("ANSWERABLE_DATABASE_POOL"):
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("ANSWERABLE_POOL_SIZE", "8"))}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options, "CONN_HEALTH_CHECKS": True, **config}


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEBUG = _flag("ANSWERABLE_DEBUG")
SECRET_KEY = os.environ.get("ANSWERABLE_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("ANSWERABLE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SITE_URL = os.environ.get("ANSWERABLE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ANSWERABLE_ORIGINS", "").split(",") if o]
JURISDICTION = os.environ.get("ANSWERABLE_JURISDICTION", "hongkong")
_PACKS = next((p for p in (PACKAGE / "jurisdictions", PACKAGE.parents[1] / "jurisdictions") if p.is_dir()), PACKAGE)
PACKS = Path(os.environ.get("ANSWERABLE_PACKS", _PACKS))
TILE_URL = os.environ.get("ANSWERABLE_TILE_URL", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "answerable.ledger",
    "answerable.organisation",
    "answerable.triage",
    "answerable.outbox",
    "answerable.cases",
    "answerable.plans",
    "answerable.whistles",
    "answerable.leaders",
    "answerable.performance",
    "answerable.reviews",
    "answerable.desk",
    "answerable.portal",
    "answerable.api",
    "answerable.ops",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "answerable.portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "answerable.desk.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
AUTH_USER_MODEL = "organisation.Officer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "desk:sign-in"
ROOT_URLCONF = "answerable.urls"
WSGI_APPLICATION = "answerable.ops.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "answerable.portal.context.site",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("ANSWERABLE_TIMEZONE", "Asia/Hong_Kong")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True  # served from where they stand; nothing to collect
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/build/assets/"  # Vite puts a digest into these names
FILE_STORE = VAR / "files"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "charts": {  # pictures already drawn, for every process; safe to delete at any time
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "charts",
        "TIMEOUT": 7 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
FILE_SIZE_LIMIT = int(os.environ.get("ANSWERABLE_FILE_LIMIT", str(10 * 1024 * 1024)))
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

EMAIL_BACKEND = os.environ.get("ANSWERABLE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("ANSWERABLE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ANSWERABLE_SMTP_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("ANSWERABLE_FROM", "answerable@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = _flag("ANSWERABLE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "answerable.portal.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *([TILE_URL.split("{")[0]] if TILE_URL else [])],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}

LOGGING = logs.config()
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
