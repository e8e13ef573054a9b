"""Downloads one file from the first mirror that delivers it whole."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from undergrad.data.catalog import File
from undergrad.data.compressed import decompress
from undergrad.errors import DataError

ProgressHook = Callable[[str, int, int], None]
"""Called as hook(file_name, done_bytes, total_bytes) while a file arrives; the total is 0 if it is not known."""

ATTEMPTS = 2
BACKOFF = 0.5  # seconds before the second attempt
TIMEOUT = 20  # seconds without a byte
_CHUNK = 1 << 16


class Download(NamedTuple):
    """The `received` bytes, their `contents` decompressed and verified, and the `mirror` that sent them."""

    received: bytes
    contents: bytes
    mirror: str


def is_genuine(contents: bytes, file: File) -> bool:
    """Whether the decompressed `contents` are those of `file`."""
    return hashlib.sha256(contents).hexdigest() == file.sha256


def download(file: File, mirrors: Sequence[str], *, progress: ProgressHook | None = None) -> Download:
    """`file` from the first of `mirrors` (addresses of folders) that delivers its contents.

    Every mirror is tried twice, unless it reports that it has no such file or delivers other contents. The file stays
    in memory, so an interruption leaves nothing behind. Raises DataError whose message is the last mirror's
    failure.
    """
    failure = "there is no mirror"
    for mirror in mirrors:
        url = f"{mirror.rstrip('/')}/{file.name}.gz"
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(BACKOFF)
            try:
                received = _get(url, file, progress)
            except (OSError, ValueError) as error:  # the errors of requests are OSErrors
                failure = f"{url}: {_reason(error)}"
                if _is_final(error):
                    break
                continue
            try:
                contents = decompress(received, where=url, limit=file.size)
            except DataError as error:
                failure = str(error)
                break
            if is_genuine(contents, file):
                return Download(received, contents, mirror)
            failure = f"{url}: its contents are not those of {file.name} (another SHA-256)"
            break
    raise DataError(failure)


def _get(url: str, file: File, progress: ProgressHook | None) -> bytes:
    from pooch import HTTPDownloader  # takes 0.1 s, and requests another 0.1 s: only before a download

    received = io.BytesIO()
    meter = _Meter(file, progress)
    HTTPDownloader(progressbar=meter, chunk_size=_CHUNK, timeout=TIMEOUT)(url, received, None)
    return received.getvalue()


class _Meter:
    """Pooch uses it as a progress bar: it passes the counts on, and stops a mirror that sends too much."""

    def __init__(self, file: File, hook: ProgressHook | None) -> None:
        self._name, self._hook, self._limit = file.name, hook, file.size + (1 << 20)
        self.total = self._done = 0

    def update(self, count: int) -> None:
        self._done += count
        if self._done > self._limit:
            raise _TooLong(f"more than the {self._limit} bytes that the file can have")
        if self._hook is not None and count:
            # pooch counts whole chunks, so the last one goes beyond the end.
            self._hook(self._name, min(self._done, self.total or self._done), self.total)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        pass


class _TooLong(ValueError):
    pass


def _is_final(error: Exception) -> bool:
    """Whether a second attempt at the same mirror is pointless: it lacks the file or sends another."""
    status = getattr(getattr(error, "response", None), "status_code", 500)
    return isinstance(error, _TooLong) or 400 <= status < 500


def _reason(error: Exception) -> str:
    """The failure in a few words; errors of requests are recognised by name, without importing it."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"HTTP status {response.status_code}"
    kinds = {kind.__name__ for kind in type(error).__mro__}
    known = {
        "ConnectTimeout": f"no answer within {TIMEOUT} seconds",
        "Timeout": f"no data for {TIMEOUT} seconds",
        "SSLError": "its certificate was not accepted",
        "ProxyError": "the proxy did not connect",
        "ChunkedEncodingError": "the connection broke off",
        "ConnectionError": "no connection",
    }
    return next((words for kind, words in known.items() if kind in kinds), str(error) or type(error).__name__)
