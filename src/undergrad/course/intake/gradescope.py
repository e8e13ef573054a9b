"""Reads `submission_metadata.yml` in Gradescope's export: the submitters and the time of each folder.

The file is YAML of one shape: a folder's name at the margin, below it `:submitters:` with `:name:` and `:sid:`, and
`:created_at:`. Only these lines are read, so that no YAML package has to be installed.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from dataclasses import dataclass

from undergrad.course.intake.names import composed

METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"^[\"']?(submission_\d+)[\"']?:\s*$")
_FIELD = re.compile(r"^(?P<indent> +)(?P<item>- )?:?(?P<name>\w+):(?: +(?P<value>.*))?$")


@dataclass(frozen=True)
class GradescopeRecord:
    """One folder of the export."""

    #: Name and student number of each submitter.
    submitters: tuple[tuple[str, str], ...]
    created: datetime.datetime | None


def read_metadata(content: bytes) -> dict[str, GradescopeRecord]:
    """The records by the names of their folders; other lines are ignored."""
    records: dict[str, GradescopeRecord] = {}
    people: list[dict[str, str]] = []
    created: datetime.datetime | None = None
    folder, depth = "", 0
    for line in [*content.decode("utf-8", "replace").splitlines(), "submission_0:"]:
        if match := _FOLDER.match(line):
            if folder:
                submitters = tuple((each.get("name", ""), each.get("sid", "")) for each in people if each)
                records[folder] = GradescopeRecord(submitters, created)
            folder, people, created, depth = match[1], [], None, 0
        elif folder and (match := _FIELD.match(line)):
            indent, value = len(match["indent"]), _plain(match["value"] or "")
            depth = depth or indent  # the indentation of the folder's own fields
            if match["name"] == "created_at" and indent == depth and not match["item"]:
                with contextlib.suppress(ValueError):
                    created = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*| (?=Z|[+-])", r"\1", value))
            elif match["name"] in ("name", "sid", "email") and len(people) < 50:
                if match["item"] or not people:
                    people.append({})
                people[-1].setdefault(match["name"], composed(value))
    return records


def _plain(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
