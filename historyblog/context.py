from typing import Any

from django.conf import settings
from django.http import HttpRequest

from posts.archives import footer


def site(request: HttpRequest) -> dict[str, Any]:
    told = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    return told | {"footer_pages": footer.links}
