from typing import Any

from django.conf import settings
from django.http import HttpRequest

from posts.archives import footer


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "sends_mail": settings.SENDS_MAIL,
        "footer_pages": footer.links,
    }
