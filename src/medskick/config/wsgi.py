"""Django's WSGI handler: every page and every write (streams are answered by ``config.server``)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.site")
application = get_wsgi_application()
