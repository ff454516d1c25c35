"""A running installation: base plus what the operator has set (see ``config.env``)."""

from medskick.config.database import database
from medskick.config.env import Env
from medskick.config.mail import mail_settings, sender_of
from medskick.config.settings.base import *  # noqa: F403

ENV = Env()
DEBUG = ENV.debug
SECRET_KEY = ENV.secret()
DATA_DIR = ENV.data
REQUIRE_SECOND_FACTOR = ENV.second_factor
DEMO = ENV.demo or (ENV.data / "demo").exists()
REGION_FILE = ENV.region or (str(ENV.data / "region.toml") if (ENV.data / "region.toml").exists() else "")
DATABASES = {"default": database(ENV.database, ENV.data)}

SITE_ADDRESS = ENV.address
ALLOWED_HOSTS = ENV.hosts or ["localhost", "127.0.0.1", "[::1]"]
if SITE_ADDRESS.startswith("https://"):
    SESSION_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
TRUSTED_PROXIES = ENV.proxies
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MEDIA_ROOT = ENV.data / "files"
STATIC_ROOT = ENV.data / "static"

# Without a server the outbox keeps what is written (ground.post); what accounts send by themselves lies in a folder.
MAIL_IS_SET = bool(ENV.mail)
MAIL_KEPT_DAYS = ENV.mail_days
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENV.data / "mail"
DEFAULT_FROM_EMAIL = sender_of(ENV.address)
if ENV.mail:
    globals().update(mail_settings(ENV.mail, ENV.address))
