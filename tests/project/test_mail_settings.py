"""Which spellings of mailboxes, mail servers, choices and numbers a setting takes."""

import pytest

from historyblog import env, mail
from historyblog.env import ConfigurationError
from historyblog.mail import MailServer


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("smtp://127.0.0.1", MailServer("127.0.0.1", 25)),
        ("smtp://mail:2525/", MailServer("mail", 2525)),
        (
            "smtp+starttls://clio%40a.org:p%3Aw@mail.example.org",
            MailServer("mail.example.org", 587, "clio@a.org", "p:w", "starttls"),
        ),
        ("smtps://clio:pw@[::1]", MailServer("::1", 465, "clio", "pw", "tls")),
    ],
)
def test_a_mail_server_is_read(monkeypatch, value, server):
    monkeypatch.setenv("X", value)
    assert mail.mail_server("X", "") == server
    assert server.password not in repr(server) or not server.password


def test_in_place_of_a_server_all_can_be_printed(monkeypatch):
    monkeypatch.setenv("X", "console:")
    mailer = mail.mail_server("X", "").as_mailer()
    assert mailer == {"BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    "value",
    [
        *("mail.example.org", "smtp:mail", "smtp://", "http://mail", "SMTP+TLS://mail"),
        *("smtp://mail:99999", "smtp://mail:0", "smtp://mail:port", "smtp://mail/inbox"),
        *("smtp://mail?tls=1", "smtp://clio@mail", "smtp://ma il", "smtp://clio:geheim@ma_il"),
    ],
)
def test_another_mail_server_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(
        ConfigurationError, match="Accepted: console:, smtp://host:25, smtp"
    ) as caught:
        mail.mail_server("X", "")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        *("clio", "@example.org", "clio@", "clio@ex ample.org", "Clio <clio@example.org>"),
        *("clio@example.org;urania@example.org", "clio@example.org,urania", "clio@@example.org"),
        *(
            "mailto:clio@example.org",
            "clio@example.org:25",
            "clio@-a.org",
            "a\r\nBcc: b@example.org",
        ),
    ],
)
def test_what_is_no_mailbox_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError, match=r"X='.*' cannot be read\. Accepted: clio@example"):
        mail.mailboxes("X")


def test_mailboxes_are_read(monkeypatch):
    monkeypatch.setenv("X", "clio@example.org, urania+errors@mail.example.org,")
    assert mail.mailboxes("X") == ["clio@example.org", "urania+errors@mail.example.org"]
    monkeypatch.setenv("X", "")
    assert (mail.mailboxes("X"), mail.mailbox("X", "a@b.org")) == ([], "a@b.org")


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://blog.example.org", "blog.example.org"),
        ("http://127.0.0.1:8000", "localhost"),
        ("https://[2001:db8::a]", "localhost"),
        ("http://localhost", "localhost"),
    ],
)
def test_mail_comes_from_the_name_of_the_site(url, domain):
    assert mail.domain_of(url) == domain


@pytest.mark.parametrize("value", ["JSON", "jsonl", "json,plain", "True"])
def test_a_choice_is_one_of_its_words(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError) as caught:
        env.choice("X", ("plain", "json"))
    assert str(caught.value) == f"X={value!r} cannot be read. Accepted: plain or json."


def test_a_choice_is_the_first_unless_another_is_made(monkeypatch):
    monkeypatch.setenv("X", "")
    assert env.choice("X", ("plain", "json")) == "plain"
    monkeypatch.setenv("X", " json ")
    assert env.choice("X", ("plain", "json")) == "json"


@pytest.mark.parametrize("value", ["-1", "1.5", "101", "ten", "1e2", "٣", "1_0", "9" * 50])
def test_a_number_out_of_its_range_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError, match=r"Accepted: a whole number from 0 to 100\."):
        env.whole_number("X", default=5, most=100)


@pytest.mark.parametrize(("value", "number"), [("", 5), ("0", 0), ("100", 100), ("007", 7)])
def test_a_number_is_read(monkeypatch, value, number):
    monkeypatch.setenv("X", value)
    assert env.whole_number("X", default=5, most=100) == number


@pytest.mark.parametrize("value", ["", "bounces@example.org", f"{'a' * 31}@a.example.org"])
def test_a_mailbox_for_bounces_is_read(monkeypatch, value):
    monkeypatch.setenv("X", value)
    assert mail.bounce_mailbox("X") == value


@pytest.mark.parametrize(
    "value", ["bounces", "a+b@example.org", f"{'a' * 32}@example.org", "a@b@example.org"]
)
def test_another_mailbox_for_bounces_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError, match="Accepted: "):
        mail.bounce_mailbox("X")
