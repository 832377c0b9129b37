import os
from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "historyblog.settings")

application = get_wsgi_application()

if parent_process():
    # A worker ends when its server says so. Were it reached by a signal to the whole group, as
    # Ctrl-C sends one, the server might take it for killed and start another while it ends itself.
    os.setpgid(0, 0)
