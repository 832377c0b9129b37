"""Every address of the site, on one screen."""

from django.contrib import admin
from django.urls import path, re_path, register_converter

from historyblog import health
from posts.admin import passwords
from posts.api import views as api
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
    covers,
    dates,
    dossiers,
    feeds,
    follow,
    home,
    letters,
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
    path("random/", home.random_story, name="random"),
    # A story
    path("posts/<slug:slug>/", story.post, name="post"),
    path("posts/<slug:slug>/cover.png", story.cover, name="cover"),
    path("posts/<slug:slug>/cite.bib", citations.bibtex, name="cite_bibtex"),
    path("posts/<slug:slug>/cite.ris", citations.ris, name="cite_ris"),
    path("posts/<slug:slug>/cite.json", citations.csl, name="cite_csl"),
    path("posts/<slug:slug>/letter/", letters.letter, name="letter"),
    path("posts/<slug:slug>/letter/thanks/", letters.thanks, name="letter_thanks"),
    # By when it happened
    path("on/", dates.year_of_days, name="days"),
    path("on/<mm_dd:month_day>/", dates.day, name="day"),
    path("on/<mm_dd:month_day>.json", dates.day_json, name="day_json"),
    path("on/<mm_dd:month_day>/cover.png", covers.day, name="day_cover"),
    path("years/<event_year:span>/", dates.span, name="year"),
    path("decades/<decade:span>/", dates.span, name="decade"),
    path("centuries/<century:span>/", dates.span, name="century"),
    path("years/<event_year:span>/cover.png", covers.span, name="year_cover"),
    path("decades/<decade:span>/cover.png", covers.span, name="decade_cover"),
    path("centuries/<century:span>/cover.png", covers.span, name="century_cover"),
    path("timeline/", timeline.timeline, name="timeline"),
    # By what and where
    path("categories/", archives.categories, name="categories"),
    path("categories/<slug:slug>/", archives.category, name="category"),
    path("places/", archives.places, name="places"),
    path("places/<slug:slug>/", archives.place, name="place"),
    path("places/<slug:slug>/cover.png", covers.place, name="place_cover"),
    path("map/", maps.world, name="map"),
    path("tags/", archives.tags, name="tags"),
    path("tags/<str:slug>/", archives.tag, name="tag"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<slug:slug>/", dossiers.dossier, name="dossier"),
    path("dossiers/<slug:slug>/cover.png", covers.dossier, name="dossier_cover"),
    path("people/<slug:slug>/", people.profile, name="profile"),
    path("corrections/", people.corrections, name="corrections"),
    path("archive/", archives.months, name="archive"),
    path("archive/<yyyy:year>/<mm:month>/", archives.month, name="month"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    # To come back
    path("follow/", follow.follow, name="follow"),
    path("follow/sign-up/", follow.sign_up, name="sign_up"),
    path("follow/confirm/<slug:token>/", follow.confirm, name="confirm"),
    path("follow/unsubscribe/<slug:token>/", follow.unsubscribe, name="unsubscribe"),
    # For machines
    path("feed.xml", feeds.newest_atom, name="feed_atom"),
    path("feed.rss", feeds.newest_rss, name="feed_rss"),
    path("feed.json", feeds.newest_json, name="feed_json"),
    path("feed/", feeds.elsewhere, {"to": "feed_rss"}, name="feed_folder"),
    path("rss.xml", feeds.elsewhere, {"to": "feed_rss"}, name="feed_rss_xml"),
    path("index.xml", feeds.elsewhere, {"to": "feed_rss"}, name="feed_index_xml"),
    path("atom.xml", feeds.elsewhere, {"to": "feed_atom"}, name="feed_atom_xml"),
    path("feeds/today.xml", feeds.today, name="feed_today"),
    path("feeds/dossiers.xml", feeds.dossiers, name="feed_dossiers"),
    path("feeds/corrections.xml", people.corrections_atom, name="feed_corrections"),
    path("feeds/categories/<slug:slug>.xml", feeds.category, name="feed_category"),
    path("feeds/tags/<str:slug>.xml", feeds.tag, name="feed_tag"),
    path("feeds/places/<slug:slug>.xml", feeds.place, name="feed_place"),
    path("api/", api.index, name="api"),
    path("api/openapi.json", api.openapi, name="api_openapi"),
    path("api/posts/", api.posts, name="api_posts"),
    path("api/posts/<slug:slug>/", api.post, name="api_post"),
    path("api/days/", api.days, name="api_days"),
    path("api/days/<mm_dd:month_day>/", api.day, name="api_day"),
    path("api/places/", api.places, name="api_places"),
    path("api/places/<slug:slug>/", api.place, name="api_place"),
    path("api/dossiers/", api.dossiers, name="api_dossiers"),
    path("api/dossiers/<slug:slug>/", api.dossier, name="api_dossier"),
    path("api/search/", api.search, name="api_search"),
    path("calendar.ics", calendars.everything, name="calendar"),
    path("feeds/categories/<slug:slug>.ics", calendars.category, name="calendar_category"),
    path("feeds/tags/<str:slug>.ics", calendars.tag, name="calendar_tag"),
    path("feeds/places/<slug:slug>.ics", calendars.place, name="calendar_place"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:section>-<int:page>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", robots.robots, name="robots"),
    path("cover.png", covers.site, name="site_cover"),
    path("favicon.ico", robots.icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", robots.icon, {"name": "apple-touch-icon.png"}, name="touch_icon"),
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
