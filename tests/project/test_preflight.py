"""What a server looks for on its machine before it starts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from historyblog.preflight import (
    PreflightError,
    address_of,
    env_file_warning,
    require_free,
    require_quotes,
    require_writable,
)

ROOT = Path(__file__).resolve().parents[2]


def test_a_server_keeps_to_its_packages_when_a_link_to_its_release_moves_on(tmp_path):
    (tmp_path / "release").symlink_to(sys.prefix)
    began = tmp_path / "release/bin" / Path(sys.executable).name
    code = (
        "from historyblog.preflight import become_server;"
        "become_server(['', '-c', 'import sys; print(sys.prefix)'])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "SERVER_THREADS"}

    done = subprocess.run(
        [began, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == str(Path(sys.prefix).resolve())


@pytest.mark.parametrize("place", ["file/media", "file"])
def test_a_folder_that_takes_no_file_is_named_with_the_remedy(tmp_path, place):
    (tmp_path / "file").touch()
    with pytest.raises(PreflightError) as caught:
        require_writable("MEDIA_ROOT", tmp_path / place)
    assert str(caught.value).startswith(f"MEDIA_ROOT='{tmp_path / place}' cannot be written: ")
    assert str(caught.value).endswith("who runs the site, or set MEDIA_ROOT to another.")


def test_a_folder_of_nobody_else_is_refused():
    """`/proc` takes no file even from root."""
    with pytest.raises(PreflightError, match="MEDIA_ROOT='/proc/media' cannot be written"):
        require_writable("MEDIA_ROOT", Path("/proc/media"))


def test_a_folder_that_is_missing_is_made_and_left_empty(tmp_path):
    require_writable("MEDIA_ROOT", tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", 8000, "http://127.0.0.1:8000/"),
        ("::1", 8000, "http://[::1]:8000/"),
        ("::", 80, "http://[::]:80/"),
        ("history.example", 8000, "http://history.example:8000/"),
    ],
)
def test_an_address_can_be_opened_as_it_is_printed(host, port, address):
    assert address_of(host, port) == address


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_taken_port_is_named_with_another(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PreflightError) as caught:
            require_free(host, port)
    place = address_of(host, port)[7:-1]
    other = port + 1 if port < 65_535 else port - 1
    message = f"{place} cannot be used: Address already in use. Try --port {other}"
    assert str(caught.value) == message


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_refused_with_one_of_this(host):
    with pytest.raises(PreflightError, match=r"cannot be used: .* Try --host 127\.0\.0\.1"):
        require_free(host, 8000)


def test_a_port_that_only_root_may_use_is_named_with_both_remedies(monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(PreflightError) as caught:
        require_free("127.0.0.1", 80)
    assert str(caught.value) == (
        "127.0.0.1:80 cannot be used: Permission denied. Ports below 1024 are kept for root: try"
        " --port 8000 with a proxy before it, or give the service CAP_NET_BIND_SERVICE"
    )


@pytest.mark.parametrize(
    "option",
    ["--port=99999", "--port=0", "--port=-1", "--port=web", "--workers=0", "--threads=-2"],
)
def test_a_number_that_cannot_be_served_with_is_refused(option):
    name, _, value = option.partition("=")
    with pytest.raises(CommandError, match=f"argument {name}: '{value}' is no "):
        call_command("serve", option)


def test_each_option_of_the_server_has_its_help():
    from posts.management.commands.serve import Command

    parser = Command().create_parser("manage.py", "serve")
    own = ("host", "port", "workers", "threads")
    assert {action.dest for action in parser._actions if action.help and action.dest in own} == {
        *own
    }


def env_file(folder: Path, *lines: str) -> Path:
    path = folder / ".env"
    path.write_text("# It's a comment; with (all) of $it & more\n" + "\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("line", "name", "cut"),
    [
        ("DATABASE_URL=postgresql://u@/db?host=/run&port=5433", "DATABASE_URL", "&"),
        ("export DATABASE_URL=postgresql://u:a;b@h/db", "DATABASE_URL", ";"),
        ("SECRET_KEY=a$b", "SECRET_KEY", "$"),
        ("SECRET_KEY=a(b", "SECRET_KEY", "("),
        ("SITE_NAME=On This Day", "SITE_NAME", " "),
        ("SITE_NAME=Clio's", "SITE_NAME", "'"),
        ('SITE_NAME="On" This', "SITE_NAME", " "),
    ],
)
def test_a_value_that_a_shell_cuts_is_refused_with_its_line(tmp_path, line, name, cut):
    path = env_file(tmp_path, "DEBUG=False", line)
    with pytest.raises(PreflightError) as caught:
        require_quotes(path)
    assert str(caught.value) == (
        f"{path}:3: {name} holds {cut!r} outside of quotes, where a shell cuts the value."
        f" Write {name}='…'"
    )


@pytest.mark.parametrize(
    "line",
    [
        "DATABASE_URL='postgresql://u@/db?host=/run&port=5433'",
        'SITE_NAME="On # This & That"',
        "SITE_NAME='On This Day'  # it's so",
        "SECRET_KEY=a-b_c#d?e*f",
        "SECRET_KEY=",
        "",
    ],
)
def test_a_value_that_a_shell_reads_whole_is_taken(tmp_path, line):
    require_quotes(env_file(tmp_path, line))


def test_the_example_of_a_settings_file_is_taken():
    require_quotes(Path(__file__).resolve().parents[2] / ".env.example")


def test_a_settings_file_that_others_can_read_is_told(tmp_path):
    path = env_file(tmp_path)
    told = {}
    for mode in (0o644, 0o604, 0o640, 0o600):
        path.chmod(mode)
        told[mode] = env_file_warning(path)
    warning = f"Everybody on this machine can read {path} and its secrets. Run: chmod 600 {path}"
    assert told == {0o644: warning, 0o604: warning, 0o640: "", 0o600: ""}
    assert env_file_warning(tmp_path / "none") == ""
