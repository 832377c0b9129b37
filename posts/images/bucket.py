"""Pictures in a bucket of S3 or what speaks like it; it stores a file whole or not at all.

Their addresses stay the site's own, and the site reads the bucket itself: stories keep their
links when pictures move, and no page trusts another origin.
"""

import errno
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from posts.images.stored import Stored

# Its own would wait a minute, five times over.
IMPATIENT: Final[dict[str, Any]] = {
    "connect_timeout": 2,
    "read_timeout": 10,
    "retries": {"total_max_attempts": 2, "mode": "standard"},
}


@contextmanager
def _answering(name: str) -> Iterator[None]:
    """Raise what the machine refuses as the disk would: FileNotFoundError, or OSError."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"].get("HTTPStatusCode") != 404:
            raise OSError(errno.EHOSTUNREACH, f"MEDIA_STORAGE: {error}") from error
        raise FileNotFoundError(errno.ENOENT, str(error), name) from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EHOSTUNREACH, f"MEDIA_STORAGE: {error}") from error


class BucketStorage(S3Storage):
    def __init__(self, *, addressing_style: str | None = None, **options: Any) -> None:
        config = Config(s3={"addressing_style": addressing_style}, **IMPATIENT)
        super().__init__(client_config=config, file_overwrite=True, **options)

    def look(self, name: str) -> Stored:
        """Return the file, read as a whole. Raises FileNotFoundError."""
        with _answering(name):
            found = self.bucket.Object(self._normalize_name(name)).get()
            data = found["Body"].read()
        modified = found["LastModified"].timestamp()
        return Stored(io.BytesIO(data), len(data), found["ETag"], modified)

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        """Yield name and time of each file below `folder`."""
        start = len(self._normalize_name("")) if self.location else 0
        with _answering(folder):
            for each in self.bucket.objects.filter(Prefix=f"{self._normalize_name(folder)}/"):
                yield each.key[start:].lstrip("/"), each.last_modified.timestamp()

    def remove_folder(self, folder: str) -> None:
        for name, _ in list(self.names(folder)):
            self.delete(name)

    def cut_off(self) -> list[str]:
        return []

    def exists(self, name: str) -> bool:
        with _answering(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _answering(name):
            return int(super().size(name))

    def delete(self, name: str) -> None:
        with _answering(name):
            super().delete(name)

    def url(self, name: str, *args: Any, **options: Any) -> str:
        return f"{settings.MEDIA_URL}{name}"

    def complaint(self) -> str:
        """Return why the bucket cannot be read, or nothing."""
        try:
            with _answering(""):
                self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def renewal(self) -> "_Additions":
        return _Additions(self)

    def _save(self, name: str, content: "File[Any]") -> str:
        with _answering(name):
            super()._save(name, content)
        return name


class _Additions:
    """Every name tells what is in the file, so that none that is there becomes another."""

    def __init__(self, bucket: BucketStorage) -> None:
        self._bucket = bucket

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        self._bucket.save(name, ContentFile(b"".join(pieces)))

    def put_in_place(self) -> str:
        return ""

    def take_back(self) -> None:
        """Nothing to do: what no row knows goes with the other orphans."""
