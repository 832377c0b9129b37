"""Every address of the site, on one screen."""

from django.contrib import admin
from django.urls import path, re_path, register_converter

from historyblog import health
from posts.admin import passwords
from posts.converters import (
    CenturyConverter,
    DayConverter,
    DecadeConverter,
    EventYearConverter,
    MonthConverter,
    YearConverter,
)
from posts.desk import markdown_editor as editor
from posts.views import (
    archives,
    calendars,
    citations,
    dates,
    dossiers,
    feeds,
    home,
    maps,
    media,
    people,
    preview,
    redirects,
    robots,
    search,
    site_pages,
    sitemaps,
    story,
    timeline,
)

register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")
register_converter(DayConverter, "mm_dd")
register_converter(EventYearConverter, "event_year")
register_converter(DecadeConverter, "decade")
register_converter(CenturyConverter, "century")

urlpatterns = [
    path("", home.home, name="home"),
    # A story
    path("posts/<slug:slug>/", story.post, name="post"),
    path("posts/<slug:slug>/cover.png", story.cover, name="cover"),
    path("posts/<slug:slug>/cite.bib", citations.bibtex, name="cite_bibtex"),
    path("posts/<slug:slug>/cite.ris", citations.ris, name="cite_ris"),
    path("posts/<slug:slug>/cite.json", citations.csl, name="cite_csl"),
    # By when it happened
    path("on/", dates.year_of_days, name="days"),
    path("on/<mm_dd:month_day>/", dates.day, name="day"),
    path("on/<mm_dd:month_day>.json", dates.day_json, name="day_json"),
    path("years/<event_year:span>/", dates.span, name="year"),
    path("decades/<decade:span>/", dates.span, name="decade"),
    path("centuries/<century:span>/", dates.span, name="century"),
    path("timeline/", timeline.timeline, name="timeline"),
    # By what and where
    path("categories/", archives.categories, name="categories"),
    path("categories/<slug:slug>/", archives.category, name="category"),
    path("places/", archives.places, name="places"),
    path("places/<slug:slug>/", archives.place, name="place"),
    path("map/", maps.world, name="map"),
    path("tags/", archives.tags, name="tags"),
    path("tags/<str:slug>/", archives.tag, name="tag"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<slug:slug>/", dossiers.dossier, name="dossier"),
    path("people/<slug:slug>/", people.profile, name="profile"),
    path("corrections/", people.corrections, name="corrections"),
    path("archive/", archives.months, name="archive"),
    path("archive/<yyyy:year>/<mm:month>/", archives.month, name="month"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    # For machines
    path("feed.xml", feeds.newest_atom, name="feed_atom"),
    path("feed.rss", feeds.newest_rss, name="feed_rss"),
    path("feeds/today.xml", feeds.today, name="feed_today"),
    path("feeds/dossiers.xml", feeds.dossiers, name="feed_dossiers"),
    path("feeds/corrections.xml", people.corrections_atom, name="feed_corrections"),
    path("feeds/categories/<slug:slug>.xml", feeds.category, name="feed_category"),
    path("feeds/tags/<str:slug>.xml", feeds.tag, name="feed_tag"),
    path("feeds/places/<slug:slug>.xml", feeds.place, name="feed_place"),
    path("calendar.ics", calendars.everything, name="calendar"),
    path("feeds/categories/<slug:slug>.ics", calendars.category, name="calendar_category"),
    path("feeds/tags/<str:slug>.ics", calendars.tag, name="calendar_tag"),
    path("feeds/places/<slug:slug>.ics", calendars.place, name="calendar_place"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:section>-<int:page>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", robots.robots, name="robots"),
    path("opensearch.xml", robots.opensearch, name="opensearch"),
    path(".well-known/security.txt", robots.security, name="security"),
    path("media/<path:path>", media.file, name="media"),
    # For who watches the server; the middleware `Probes` answers them before all other
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # For editors
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("admin/markdown/upload/", admin.site.admin_view(editor.upload), name="markdownx_upload"),
    path(
        "admin/markdown/preview/",
        admin.site.admin_view(editor.preview),
        name="markdownx_markdownify",
    ),
    path("admin/password/", passwords.Forgotten.as_view(), name="admin_password_reset"),
    path("admin/password/sent/", passwords.ForgottenDone.as_view(), name="password_reset_done"),
    path(
        "admin/password/<str:uidb64>/<str:token>/",
        passwords.Choose.as_view(),
        name="password_reset_confirm",
    ),
    path("admin/password/chosen/", passwords.Chosen.as_view(), name="password_reset_complete"),
    path("admin/", admin.site.urls),
    # A page of the site; then old addresses
    path("<slug:slug>/", site_pages.page, name="page"),
    re_path(r"^(?P<path>.*)$", redirects.redirect, name="legacy"),
]
