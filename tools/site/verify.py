"""Verifies the finished site: links lead somewhere, nothing is loaded from elsewhere, no public name is missing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Attributes whose address a browser loads by itself, by the tag; only people follow `a`.
_LOADED = {"img": "src", "script": "src", "link": "href", "source": "src", "iframe": "src", "video": "src"}
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


@dataclass
class Page(HTMLParser):
    """The addresses on one page, and its anchors."""

    followed: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Store the addresses and the anchor of one tag."""
        values = dict(attrs)
        self.places.update(value for name in ("id", "name") if (value := values.get(name)))
        if tag == "a" and values.get("href"):
            self.followed.append(str(values["href"]))
        elif address := values.get(_LOADED.get(tag, "")):
            self.loaded.append(address)


def complaints(site: Path, names: Iterable[str]) -> list[str]:
    """One sentence for each fault of the site in that folder; `names` must be documented."""
    # The theme's files in _static are not checked.
    written = (path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] != "_static")
    pages = {path.resolve(): _page(path) for path in written}
    faults = [sentence for path, page in pages.items() for sentence in _of_page(path, page, pages, site)]
    for path in sorted(site.rglob("*.css")):
        for one, other in _CSS_ADDRESS.findall(path.read_text("utf-8")):
            if _is_elsewhere(one or other):
                faults.append(f"{path.relative_to(site)} loads {one or other} from elsewhere; serve it from the site")
    missing = sorted(set(names) - documented(site))
    return faults + [
        f"the public name {name} is on no page; put its room's `made: api` comment on one" for name in missing
    ]


def documented(site: Path) -> set[str]:
    """The full Python names in the site's inventory."""
    inventory = (site / "objects.inv").read_bytes()
    packed = inventory.split(b"\n", 4)[4]  # the header has four lines
    lines = zlib.decompress(packed).decode("utf-8").splitlines()
    return {line.split(" ")[0] for line in lines if line.split(" ")[1].startswith("py:")}


def _page(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text("utf-8"))
    return page


def _of_page(path: Path, page: Page, pages: dict[Path, Page], site: Path) -> Iterator[str]:
    where = path.relative_to(site.resolve())
    for address in page.loaded:
        if _is_elsewhere(address):
            yield f"{where} loads {address} from elsewhere; serve it from the site"
    for address in [*page.loaded, *page.followed]:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.is_file():
            yield f"{where} links to {address}, which is not there"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
            yield f"{where} links to {address}, but that page has no such place"


def _is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")
