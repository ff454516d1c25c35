"""Settings that hold in every installation. What differs comes from ``config.env``."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from medskick.ground.core.languages import INTERFACE, SOURCE, register

PACKAGE = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth, so that our sign-in pages win over its own.
    "medskick.ground.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "medskick.ground.core",
    "medskick.ground.ui",
    "medskick.ground.live",
    "medskick.ground.jobs",
    "medskick.ground.post",
    "medskick.process.statistics",
    "medskick.process.cycle",
    "medskick.process.contributions",
    "medskick.process.participation",
    "medskick.process.meetings",
    "medskick.process.insights",
    # Before Wagtail, so that our words and pages win over its own.
    "medskick.doors.pages",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelsearch",
    "modelcluster",
    "taggit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "medskick.ground.core.middleware.Packed",
    "medskick.ground.core.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "medskick.ground.core.one_language.OneLanguage",
    "medskick.ground.core.once.Once",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "medskick.ground.people.middleware.SecondFactor",
    "medskick.doors.pages.middleware.Workplace",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "medskick.config.urls"
WSGI_APPLICATION = "medskick.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "medskick.ground.core.context.site",
                "medskick.process.cycle.context.region",
            ],
        },
    }
]

FORM_RENDERER = "medskick.ground.ui.renderer.PartsRenderer"

LANGUAGE_CODE = SOURCE
LANGUAGES = list(INTERFACE.items())
register()
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts of staff (ground.people, django-allauth) ---
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "medskick.ground.people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
ACCOUNT_ADAPTER = "medskick.ground.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # the session lasts SESSION_COOKIE_AGE; no box to tick
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "medskick.ground.people.forms.SignInForm",
    "reset_password": "medskick.ground.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "medskick.ground.people.forms.NewPasswordForm",
    "change_password": "medskick.ground.people.forms.ChangePasswordForm",
    "set_password": "medskick.ground.people.forms.FirstPasswordForm",
    "reauthenticate": "medskick.ground.people.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "medskick.ground.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from an administrator's invitation
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "medskick.ground.people.forms.CodeForm",
    "reauthenticate": "medskick.ground.people.forms.ConfirmCodeForm",
    "activate_totp": "medskick.ground.people.forms.ActivateAppForm",
    "login_webauthn": "medskick.ground.people.forms.PasskeySignInForm",
    "authenticate_webauthn": "medskick.ground.people.forms.PasskeyForm",
    "reauthenticate_webauthn": "medskick.ground.people.forms.ConfirmPasskeyForm",
    "add_webauthn": "medskick.ground.people.forms.AddPasskeyForm",
    "edit_webauthn": "medskick.ground.people.forms.RenamePasskeyForm",
}
# True: roles that publish or administer reach the workspace only with a second factor. False: they are told to add one.
REQUIRE_SECOND_FACTOR = False
# --- end of accounts ---

# --- Pages of editors (doors.pages, Wagtail) ---
WAGTAIL_SITE_NAME = "Medskick"
WAGTAIL_I18N_ENABLED = True
# Addresses can be read aloud and typed anywhere: motet, not mötet.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAILADMIN_BASE_URL = ""
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English"), ("fi", "Suomi")]
WAGTAILADMIN_LOGIN_URL = "account_login"
# Nothing outside is asked for: no avatars, no news of releases, no films before somebody presses play.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# Its mail about comments would go past the outbox, with addresses that lead nowhere. The approval carries words.
WAGTAILADMIN_COMMENTS_ENABLED = False
# Accounts are kept in ground.people alone.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
# Read from the files folder by doors.pages.views.picture, which asks whether it may be shown.
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILIMAGES_IMAGE_FORM_BASE = "medskick.doors.pages.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_MODEL = "pages.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "pages.Material"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "medskick.doors.pages.forms.MaterialForm"
# What is read, shown, heard and printed; nothing that a browser would run (html, svg).
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "odt", "rtf", "txt", "xlsx", "ods", "csv", "pptx", "odp", "epub", "zip", "ics"),
    *("mp4", "webm", "vtt", "mp3", "m4a", "ogg", "wav"),
    *("jpg", "jpeg", "png", "webp"),
]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
# --- end of pages ---

# Visitors never get a cookie: their forms carry signed tokens (ground.core.tokens). Staff get one session cookie.
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "medskick.ground.ui.views.csrf_failure"
SESSION_COOKIE_NAME = "medskick"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"base_url": "/bilder/"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# The largest form a visitor or member of staff may post; files have a limit of their own (process.contributions).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Short work never waits for long analyses: two queues, one lane of the worker for each (ground.jobs.worker).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "medskick.ground.core.log_lines.WithoutSecrets",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"medskick": {"level": "INFO"}},
}
