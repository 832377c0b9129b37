from django.contrib.admin import AdminSite


class Desk(AdminSite):
    """The editors' desk, at /admin/."""

    site_header = "The desk"
    enable_nav_sidebar = False
