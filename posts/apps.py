from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PostsConfig(AppConfig):
    name = "posts"
    default_auto_field = "django.db.models.BigAutoField"


class DeskConfig(AdminConfig):
    default_site = "posts.admin.site.Desk"
