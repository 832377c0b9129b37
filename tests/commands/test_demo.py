from django.core.management import call_command

from posts.management.commands import collectstatic, load_demo, serve
from posts.models import Post
from tests.exchange.sites import write_post


def test_a_second_start_has_nothing_left_to_do(db, settings, tmp_path, monkeypatch, capsys):
    write_post(tmp_path / "demo", front="event_date: 1066")
    settings.BASE_DIR, settings.STATIC_FOLDER = tmp_path, tmp_path / "static"
    settings.STATIC_ROOT = tmp_path / "static" / "served"
    ports = []
    monkeypatch.setattr(serve.Command, "handle", lambda *_, port, **__: ports.append(port))

    call_command("demo", port=8123)
    first = capsys.readouterr().out.splitlines()
    monkeypatch.setattr(load_demo, "open_jekyll", None)
    monkeypatch.setattr(collectstatic.collectstatic.Command, "collect", None)
    call_command("demo", port=8124)

    assert first[0].startswith("1 read, 1 created")
    assert first[1].startswith("Sign in at /admin/ as “demo” with the password ")
    assert capsys.readouterr().out.splitlines() == [
        "The demonstration posts are there already.",
        "The user “demo” is there already. A new password: manage.py changepassword demo",
    ]
    assert (Post.objects.count(), ports) == (1, [8123, 8124])
