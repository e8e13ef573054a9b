"""Markup made of elements, in which every text stays a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, tostring

from undergrad.display.terminal import visible

#: What stands in an element; nothing where it is None.
Child = Element | str | None


def element(tag: str, attributes: Mapping[str, str | bool | None] | None = None, /, *children: Child) -> Element:
    r"""An element of HTML, or of SVG within it. An attribute that is None or False is left out, True has no value.

    No text is taken for markup, and what would reorder what is read is written as an escape.

    >>> markup(element("p", {"class": "name"}, "<b>", element("br"), "\u202egnp"))
    '<p class="name">&lt;b&gt;<br>\\u202egnp</p>'
    """
    made = Element(tag)
    for name, value in (attributes or {}).items():
        if value is not None and value is not False:
            made.set(name, "" if value is True else visible(value))
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif child is not None:
            _add_text(made, visible(child))
    return made


def markup(*elements: Element) -> str:
    """The elements as HTML, one behind the other."""
    return "".join(tostring(each, encoding="unicode", method="html") for each in elements)


def listed(items: Iterable[Child], attributes: Mapping[str, str | bool | None] | None = None) -> Element:
    """A list with a point for each item."""
    return element("ul", attributes, *(element("li", {}, item) for item in items))


def isolated(text: str) -> Element:
    """A text that may be written from right to left; what stands around it keeps its order."""
    return element("bdi", {}, text)


def separated(parts: Iterable[Child], separator: str = ", ") -> list[Child]:
    """The parts with the separator between two of them."""
    children: list[Child] = []
    for part in parts:
        children += [separator, part] if children else [part]
    return children


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
