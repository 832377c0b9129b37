from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from posts.dates import language


class PostsConfig(AppConfig):
    name = "posts"
    verbose_name = "The archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("posts.archives.receivers")
        language.use(settings.LANGUAGE_CODE)


class DeskConfig(AdminConfig):
    default_site = "posts.admin.site.Desk"

    def ready(self) -> None:
        super().ready()
        # Were `posts.admin` itself to register pages, loading the site from it would run
        # them before the site exists, on a second site that is then thrown away.
        import_module("posts.admin.register")
