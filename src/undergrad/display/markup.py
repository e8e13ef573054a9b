"""Markup made of elements; text is always escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, tostring

from undergrad.display.terminal import visible

#: The content of an element; None adds nothing.
Child = Element | str | None


def element(tag: str, attributes: Mapping[str, str | bool | None] | None = None, /, *children: Child) -> Element:
    r"""An element of HTML, or of SVG within it. An attribute that is None or False is omitted; True has no value.

    Text is never read as markup, and characters that reorder text are written as escapes.

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
    """The elements as HTML, one after the other."""
    return "".join(tostring(each, encoding="unicode", method="html") for each in elements)


def listed(items: Iterable[Child], attributes: Mapping[str, str | bool | None] | None = None) -> Element:
    """A bulleted list of the items."""
    return element("ul", attributes, *(element("li", {}, item) for item in items))


def isolated(text: str) -> Element:
    """A text that may run from right to left; the text around it keeps its order."""
    return element("bdi", {}, text)


def separated(parts: Iterable[Child], separator: str = ", ") -> list[Child]:
    """The parts, with the separator between each two."""
    children: list[Child] = []
    for part in parts:
        children += [separator, part] if children else [part]
    return children


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
