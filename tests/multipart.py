"""Forms with files, byte by byte: what a browser sends, or a script that is none."""

from typing import Any

from tests.factories import picture_bytes

BOUNDARY = "----what-a-browser-sends"
GIF = picture_bytes(kind="GIF")


def head(name: str, **more: str) -> str:
    """Return the head of the part that holds a picture."""
    lines = {"Content-Disposition": f'form-data; name="{name}"', "Content-Type": "image/gif"} | more
    return "\r\n".join(f"{key}: {value}" for key, value in lines.items() if value)


def named(file_name: str, field: str = "file") -> str:
    return head(
        field, **{"Content-Disposition": f'form-data; name="{field}"; filename="{file_name}"'}
    )


def form(
    fields: dict[str, str] | list[tuple[str, str]], *files: str | bytes, content: bytes = GIF
) -> dict[str, Any]:
    """Return a form of fields and of files with these heads, the files between the fields."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in dict(fields).items()
    ]
    heads = [file.encode() if isinstance(file, str) else file for file in files]
    parts[1:1] = [file + b"\r\n\r\n" + content for file in heads]
    mark = f"--{BOUNDARY}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--"
    return {"data": body, "content_type": f"multipart/form-data; boundary={BOUNDARY}"}
