"""The one settings file, read from top to bottom. Every choice of a site comes from `env`."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.csp import CSP

from historyblog import env, mail
from historyblog.log_settings import logging_of
from historyblog.secret import generated_key, require_loopback

BASE_DIR = Path(__file__).resolve().parent.parent

# The site

SITE_NAME = env.text("SITE_NAME", "On This Day")
SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
# Of the site's own words, the same for every reader; stories have languages of their own.
LANGUAGE_CODE = env.language("LANGUAGE_CODE")
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "historyblog.formats"
USE_TZ = True
HTTPS = SITE_URL.startswith("https://")
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")
WEBSUB_HUB = env.hub("WEBSUB_HUB")
# Whether authors may publish what they wrote themselves; without it another pair of eyes must.
SELF_APPROVAL = env.boolean("SELF_APPROVAL", default=False)

# Who may reach it

DEBUG = env.boolean("DEBUG", default=False)
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
SITE_HOST = env.host_of(SITE_URL)
# A public site has no pages under a name of this machine, which anybody may send.
LIVES_HERE = DEBUG or SITE_HOST in LOOPBACK
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", [SITE_HOST, *(LOOPBACK if LIVES_HERE else [])])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "posts.views.errors.form_refused"
# Whose X-Forwarded-For is believed where failed sign-ins are counted.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
SECRET_KEY = env.text("SECRET_KEY")
KEY_IS_GENERATED = not SECRET_KEY
if KEY_IS_GENERATED:
    require_loopback(debug=DEBUG, hosts=ALLOWED_HOSTS, site_url=SITE_URL)
    SECRET_KEY = generated_key(BASE_DIR / "var" / "secret_key")

# What it is made of

INSTALLED_APPS = [
    "posts.apps.PostsConfig",
    "posts.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "markdownx",
    "taggit",
]

MIDDLEWARE = [
    "historyblog.trace.TraceRequests",
    "historyblog.middleware.LoopbackOnly",
    "historyblog.health.Probes",
    "django.middleware.security.SecurityMiddleware",
    "historyblog.middleware.ResponseHeaders",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "historyblog.middleware.RefusedBodies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "historyblog.middleware.FormLimits",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "historyblog.trace.ServerTiming",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "historyblog.languages.EnglishDesk",
]

ROOT_URLCONF = "historyblog.urls"
WSGI_APPLICATION = "historyblog.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "posts.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "historyblog.context.site",
            ],
        },
    },
]

# Where it keeps things

# Set by `manage.py serve`. A server answers that its database is away, and soon; a command waits.
IS_SERVER = "SERVER_THREADS" in os.environ
ENGINES = "historyblog.databases" if IS_SERVER else "django.db.backends"
# KiB of its pages that a connection to SQLite remembers. With its own 2 MB it reads the same ones
# again within a request; each thread of a server keeps as much, and a command has but one.
SQLITE_CACHE = 8_000 if IS_SERVER else 64_000
# A new connection a request costs a factor of six in throughput on PostgreSQL, and 2 ms on SQLite:
# each thread of a server keeps one, and asks before each use whether it still works.
KEPT = {"CONN_MAX_AGE": None if IS_SERVER else 0, "CONN_HEALTH_CHECKS": True}


def _database(source: env.Database) -> dict[str, Any]:
    if source.engine == "sqlite":
        return {
            "ENGINE": f"{ENGINES}.sqlite3",
            "NAME": source.name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5 if IS_SERVER else 20,
                # A power cut may lose nothing that was acknowledged: rollback journal and a full
                # sync. WAL written by several processes can corrupt before SQLite 3.51.3.
                "init_command": (
                    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"
                    f"PRAGMA cache_size=-{SQLITE_CACHE};"
                ),
            },
            **KEPT,
        }
    return {
        "ENGINE": f"{ENGINES}.postgresql",
        "NAME": source.name,
        "USER": source.user,
        "PASSWORD": source.password,
        "HOST": source.host,
        "PORT": source.port,
        # Milliseconds, for a machine that has gone without a word; the server's engine does more.
        "OPTIONS": {"connect_timeout": 2, "tcp_user_timeout": 10_000, **source.options},
        **KEPT,
    }


DATABASES = {
    "default": _database(env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"))
}
# Public pages alone are read from it, and commands make none.
_REPLICA = env.replica("DATABASE_REPLICA_URL", DATABASES["default"]["ENGINE"])
if _REPLICA and IS_SERVER:
    DATABASES["replica"] = _database(_REPLICA)
    DATABASE_ROUTERS = ["historyblog.databases.replica.Router"]

REDIS_URL = env.redis_url("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "historyblog.optional_redis.OptionalRedis", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Of readers' pages, in each server process.
PAGE_CACHE_MB = env.whole_number("PAGE_CACHE_MB", default=64, most=4096)

MEDIA_ROOT = env.folder("MEDIA_ROOT", BASE_DIR / "media")
MEDIA_STORAGE = env.bucket("MEDIA_STORAGE")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_FOLDER = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
# All that is in it is served. What is known about it lies above: the list of its files, a digest.
STATIC_ROOT = STATIC_FOLDER / "served"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": (
        {"BACKEND": "posts.images.bucket.BucketStorage", "OPTIONS": MEDIA_STORAGE}
        if MEDIA_STORAGE
        else {"BACKEND": "posts.images.disk.DiskStorage"}
    ),
    "staticfiles": (
        {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        if DEBUG
        else {
            "BACKEND": "historyblog.static.StaticStorage",
            "OPTIONS": {"manifest_storage": FileSystemStorage(STATIC_FOLDER)},
        }
    ),
}

# A backup a day goes there, so many are kept, and with a key nobody else can make one.
BACKUP_DIR = env.optional_folder("BACKUP_DIR")
BACKUP_KEEP = env.whole_number("BACKUP_KEEP", default=14, most=10_000)
BACKUP_KEY = env.text("BACKUP_KEY")
# A story of 10 MB must come back with its error beside it, so the request itself may be larger
# than the story; `posts.rendering.MAX_STORY_BYTES` is the limit that editors meet.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
# Of more fields than these the text comes back; of more than Django's limit nothing is read.
MOST_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000
# Of files likewise: many of them in one form, and more than anybody chooses.
MOST_FILES = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_HANDLERS = [
    "historyblog.multipart.AnyNames",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Who is signed in

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_HANDLER = "historyblog.sign_in.Limits"
AXES_CLIENT_IP_CALLABLE = "historyblog.sign_in.client_network"
AXES_USERNAME_CALLABLE = "historyblog.sign_in.client_name"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address", "username"]
# One limit for each of these, in their order.
AXES_FAILURE_LIMIT = 8
FAILURES_PER_ADDRESS = 40
FAILURES_PER_NAME = 100
AXES_COOLOFF_TIME = 0.25  # hours
# Were the tries of a locked address counted, it alone could reach the limit of a name.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False

_COOKIE = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# What browsers are told

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# HSTS for sub-domains and the preload list bind other sites of the same domain, which only
# its owner can decide; the two checks that ask for them are silenced for that reason.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    **{f"{kind}-src": [CSP.SELF] for kind in ("script", "style", "img", "font", "connect")},
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# The parts

TAGGIT_CASE_INSENSITIVE = True
MARKDOWNX_MARKDOWNIFY_FUNCTION = "posts.rendering.render_story"
MARKDOWNX_URLS_PATH = "/admin/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdown/upload/"
MARKDOWNX_EDITOR_RESIZABLE = False
MARKDOWNX_SERVER_CALL_LATENCY = 600

# What it tells of itself

LOG_FORMAT = env.choice("LOG_FORMAT", ("plain", "json"))
LOG_LEVEL = env.choice("LOG_LEVEL", ("WARNING", "DEBUG", "INFO", "ERROR", "CRITICAL"))
# Every request in a line: of the client nothing ("off": no lines), the network, the address.
ACCESS_LOG = env.choice("ACCESS_LOG", ("off", "anonymous", "full"))
SLOW_STATEMENT_MS = env.whole_number("SLOW_STATEMENT_MS", default=500, most=3_600_000)

ADMINS = mail.mailboxes("ADMINS")
SERVER_EMAIL = mail.mailbox("DEFAULT_FROM_EMAIL", f"historyblog@{mail.domain_of(SITE_URL)}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL
# bounces@example.org: what subscribers are sent comes back to bounces+TOKEN@example.org.
MAIL_BOUNCES = mail.bounce_mailbox("MAIL_BOUNCES")
# Without it administrators are told of errors through this machine's own server, if it has one,
# and what is for others stays in the outbox.
SENDS_MAIL = bool(env.text("EMAIL_URL"))
MAIL_SERVER = mail.mail_server("EMAIL_URL", "smtp://127.0.0.1:25")
MAILERS = {"default": MAIL_SERVER.as_mailer()}

LOGGING = logging_of(format=LOG_FORMAT, level=LOG_LEVEL)
