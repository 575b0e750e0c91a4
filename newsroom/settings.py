"""Settings of the newsroom, read from the environment and from `.env`.

`.env.example` has a line for each variable. What the environment says wins over the file.
"""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from newsroom.csp import NONCE
from newsroom.environment import (
    ENCODED,
    day_or_year,
    env,
    language,
    mail,
    number,
    switch,
    time_zone,
    web_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent
# What the running site writes: database, photos, collected static files.
VAR_DIR = BASE_DIR / "var"


def social_keys(name: str) -> dict[str, Any]:
    """What a provider has given the paper, to be known by."""
    start = f"SOCIAL_{name.upper()}"
    keys: dict[str, Any] = {"client_id": env.str(f"{start}_CLIENT_ID")}
    keys["secret"] = env.str(f"{start}_SECRET")
    if name == "openid_connect":
        keys |= {"provider_id": "oidc", "name": env.str(f"{start}_NAME")}
        keys["settings"] = {"server_url": env.str(f"{start}_SERVER")}
    return {"APPS": [keys], "OAUTH_PKCE_ENABLED": True}


def needs(package: str, setting: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{setting} needs a package: write {package} into requirements-local.txt and start again "
        "with make."
    )


# The switches

DEBUG = switch("DEBUG", default=False)
HTTPS = switch("HTTPS", default=False)

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put SECRET_KEY=<50 random characters> into the environment or "
        "into .env; `make run` and `make serve` do it for you."
    )

# The site

SITE_NAME = env.str("SITE_NAME", default="The Newsroom")
SITE_TAGLINE = env.str("SITE_TAGLINE", default="")
# A year or a day, as “1887” or “1887-05-01”, for machines that ask.
SITE_FOUNDED = day_or_year("SITE_FOUNDED", default="")
# Where readers find it: the links in letters start with it.
SITE_URL = web_address("SITE_URL", default=f"http://127.0.0.1:{os.environ.get('PORT') or 8000}")
# Readers do not sign with these, nor with the paper's name, in any spelling that looks like one.
RESERVED_NAMES = env.list(
    "RESERVED_NAMES",
    default=[
        *("editor", "editors", "admin", "administrator", "moderator", "moderators", "newsroom"),
        *("webmaster", "publisher", "editorial", "letters desk", "system administrator"),
        *("mod", "mods", "admins", "newsdesk", "news desk", "sysadmin", "superuser"),
    ],
)

LANGUAGE_CODE = language("LANGUAGE_CODE", default="en-gb")
TIME_ZONE = time_zone("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True
# What Django writes of its own accord reads as the rest of the desk.
FORMAT_MODULE_PATH = "newsroom.formats"

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# How many proxies of ours stand in front and write X-Forwarded-For.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=0)

# What it is made of

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_prose_editor",
    "js_asset",
    "imagefield",
    "articles",
    "comments",
]

MIDDLEWARE = [
    # First, so that redirects, static files and errors carry the policy too.
    "newsroom.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.masthead",
            ],
        },
    },
]

# A field may have a template of ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# Letters are plain text: an apostrophe is one, and nothing in them is HTML.
TEMPLATES.append(
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "letters",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"autoescape": False},
    }
)

# Database, cache, mail

SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction takes the write lock when it begins, and so never fails half-way for want of it.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_OPTIONS: dict[str, Any] = {
    # At least one connection for each thread of a worker, or threads wait for one another.
    "pool": {
        "min_size": 1,
        "max_size": number("DATABASE_POOL_SIZE", default=16, least=1),
        "timeout": 10,
    },
}


def make_private(file: Path) -> None:
    """A database has addresses and drafts in it: a new one is its owner's alone to read."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: no file can be made there: {error}") from error


def database() -> dict[str, Any]:
    """What DATABASE_URL names, with the options its engine needs."""
    url = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/newsroom.sqlite3")
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://")
    try:
        config = dict(env.db_url_config(url))
    except ValueError:
        config = {"NAME": ""}
    if not config["NAME"]:
        raise ImproperlyConfigured(
            f"DATABASE_URL must look like postgres://user:password@host:5432/name. {ENCODED}"
        )
    if url.startswith("sqlite"):
        options = SQLITE_OPTIONS
        if config["NAME"] != ":memory:":
            make_private(Path(config["NAME"]))
    else:
        options = POSTGRESQL_OPTIONS
        # The pool keeps connections, and asks each whether it still lives.
        config |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    return config | {"OPTIONS": options | config.get("OPTIONS", {})}


# Where these are full they throw out anything, a limit that somebody has reached among it.
SMALL_CACHES = tuple(f"django.core.cache.backends.{kind}" for kind in ("db", "filebased", "locmem"))


def cache() -> dict[str, Any]:
    """Tries at signing in are counted there: in the database, once for all workers."""
    try:
        config = dict(env.cache_url("CACHE_URL", default="dbcache://newsroom_cache"))
    except (ImproperlyConfigured, ValueError):
        raise ImproperlyConfigured(
            "CACHE_URL must look like dbcache://newsroom_cache or redis://127.0.0.1:6379/0."
        ) from None
    if config["BACKEND"].endswith("RedisCache") and not find_spec("redis"):
        raise needs("redis", "CACHE_URL")
    if config["BACKEND"].startswith(SMALL_CACHES):
        config["OPTIONS"] = {"MAX_ENTRIES": 100_000} | config.get("OPTIONS", {})
    return config


DATABASES = {"default": database()}
CACHES = {"default": cache()}

vars().update(mail("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="newsroom@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20  # seconds

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Two levels of folders: a folder with every rendition of ten years of photos is slow to list.
IMAGEFIELD_BIN_DEPTH = 2

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "articles.upload_handlers.BoundedUploadHandler",
]
# Of a form without its files; a photo is a file and is limited where photos are checked.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Who may come in, and how

# Readers sign in under /accounts/; the newsroom at /admin/login/, as before.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "yours"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
CSRF_FAILURE_VIEW = "newsroom.failures.csrf"
SESSION_ENGINE = "newsroom.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Readers' accounts: an address that is confirmed by a code, then codes or passkeys, no password.
ACCOUNT_ADAPTER = "comments.accounts.Adapter"
ACCOUNT_SIGNUP_FORM_CLASS = "comments.accounts.NameForm"
ACCOUNT_FORMS = {
    "login": "comments.account_forms.LoginForm",
    "signup": "comments.account_forms.SignupForm",
    "add_email": "comments.account_forms.AddEmailForm",
    "request_login_code": "comments.account_forms.RequestLoginCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
# By address as well, strangers would use it up: how many letters a mailbox gets is limited by the
# paper itself, and leaves the owner something.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "comments.second_locks.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "comments.second_locks.AddPasskeyForm",
    "edit_webauthn": "comments.second_locks.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# Browsers make passkeys on this machine without HTTPS, and nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Signing in with somebody else's account, such as SOCIAL_PROVIDERS=github with
# SOCIAL_GITHUB_CLIENT_ID and SOCIAL_GITHUB_SECRET; openid_connect also has a _NAME and a _SERVER.
PROVIDERS = "allauth.socialaccount.providers"
SOCIAL_PROVIDERS = env.list("SOCIAL_PROVIDERS", default=[])
if SOCIAL_PROVIDERS:
    if not find_spec("oauthlib"):
        raise needs("django-allauth[socialaccount]", "SOCIAL_PROVIDERS")
    for name in SOCIAL_PROVIDERS:
        if not re.fullmatch("[a-z0-9_]+", name) or not find_spec(f"{PROVIDERS}.{name}"):
            raise ImproperlyConfigured(f"SOCIAL_PROVIDERS: django-allauth has no {name!r}.")
    INSTALLED_APPS += ["allauth.socialaccount"]
    INSTALLED_APPS += [f"{PROVIDERS}.{name}" for name in SOCIAL_PROVIDERS]
    SOCIALACCOUNT_PROVIDERS = {name: social_keys(name) for name in SOCIAL_PROVIDERS}
    SOCIALACCOUNT_ADAPTER = "comments.elsewhere.Adapter"
    SOCIALACCOUNT_FORMS = {
        "disconnect": "comments.elsewhere.DisconnectForm",
        "signup": "comments.elsewhere.SignupForm",
    }
    # Everybody writes the name that stands beside their comments.
    SOCIALACCOUNT_AUTO_SIGNUP = False
    # A form that is answered with another host's address is against the content policy.
    SOCIALACCOUNT_LOGIN_ON_GET = True

X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", NONCE],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
}

SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# A promise that browsers keep for as long as it says: an hour until the paper lengthens it.
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", default=3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("HSTS_SUBDOMAINS", default=False)
# Other names under the domain are for the paper to bind, and no site is put on browsers' own lists
# by a default: Django would warn of both for ever.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Django's own default writes errors to the console only when DEBUG is on.
CONSOLE = {"class": "logging.StreamHandler", "filters": ["without_secrets"]}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "newsroom.logs.WithoutSecrets"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "request": {
            "()": "django.utils.log.ServerFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": CONSOLE | {"formatter": "line"},
        "requests": CONSOLE | {"formatter": "request"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # The lines of `make run`.
        "django.server": {"handlers": ["requests"], "level": "INFO", "propagate": False},
    },
}
