"""What each process of the web server loads: the site, tied to the life of the server that started it."""

from django.core.wsgi import get_wsgi_application

from communityup.cli import lifeline

lifeline.hold_to_process()
application = get_wsgi_application()
