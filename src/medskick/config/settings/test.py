"""Settings for pytest: a database of its own, everything else as in a real installation."""

import os
import tempfile
from pathlib import Path

from medskick.config.database import database
from medskick.config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 40
DATA_DIR = Path(os.environ.get("MEDSKICK_TEST_DATA") or tempfile.mkdtemp(prefix="medskick-test-"))
DEMO = False
REGION_FILE = ""
DATABASES = {"default": database(os.environ.get("MEDSKICK_TEST_DATABASE", ""), DATA_DIR)}
SITE_ADDRESS = ""
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
TRUSTED_PROXIES = 0
MEDIA_ROOT = DATA_DIR / "files"
STATIC_ROOT = DATA_DIR / "static"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_IS_SET = True
MAIL_KEPT_DAYS = 30
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "heavy"]}}
