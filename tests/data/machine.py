"""A small data set, and web servers on this machine to fetch it from."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from undergrad.data import catalog
from undergrad.data.catalog import FILE_NAMES, Entry, File
from undergrad.data.idx import write_idx


class Small:
    """A complete set in the catalog, called `small`, of a few tiny images: its `entry` and `contents` by file name."""

    def __init__(self) -> None:
        rng = np.random.default_rng(1)
        arrays = (
            rng.integers(0, 256, (12, 3, 2), dtype=np.uint8),
            (np.arange(12) % 3).astype(np.uint8),
            rng.integers(0, 256, (6, 3, 2), dtype=np.uint8),
            (np.arange(6) % 3).astype(np.uint8),
        )
        self.arrays = arrays
        self.contents = {name: write_idx(array) for name, array in zip(FILE_NAMES, arrays, strict=True)}
        self.entry: Entry = replace(
            catalog.CATALOG["mnist"],
            name="small",
            class_names=("a", "b", "c"),
            train=12,
            test=6,
            sample_shape=(3, 2),
            files=tuple(
                File(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in self.contents.items()
            ),
            mirrors=("http://127.0.0.1:1/",),
        )

    def put(self, folder: Path, suffix: str = "", pack: Callable[[bytes], bytes] = bytes) -> Path:
        """Write the four files into `folder`, packed by `pack` and with `suffix`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.contents.items():
            (folder / (name + suffix)).write_bytes(pack(data))
        return folder


class Mirror:
    """A web server on this machine. `answers` maps a file name to what to send, one after the other, the last for good.

    An answer is a status, or a body, or (body, length that the header claims).
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[int | bytes | tuple[bytes, int]]] = {}
        self.asked: list[str] = []
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.rpartition("/")[2]
                mirror.asked.append(name)
                left = mirror.answers.get(name, [404])
                answer = left.pop(0) if len(left) > 1 else left[0]
                if isinstance(answer, int):
                    self.send_error(answer)
                    return
                body, length = answer if isinstance(answer, tuple) else (answer, len(answer))
                self.send_response(200)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/folder/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def serve(self, small: Small) -> Mirror:
        """Offer the four good files."""
        self.answers = {f"{name}.gz": [gzip.compress(data)] for name, data in small.contents.items()}
        return self

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
