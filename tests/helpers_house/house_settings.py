"""A real installation's settings, with work and pages that misbehave on request."""

import os

from medskick.config.settings.site import *  # noqa: F403
from medskick.config.settings.site import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "house_work"]
ROOT_URLCONF = os.environ.get("HOUSE_URLS", "house_urls")
JOBS_LEASE = float(os.environ.get("HOUSE_LEASE", "6"))
JOBS_RETRY_AFTER = 0

# These tests kill processes, not machines: waiting for the disk would only make them slow.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    OPTIONS = DATABASES["default"]["OPTIONS"]
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
