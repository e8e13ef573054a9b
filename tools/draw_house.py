"""Draw docs/why/house.svg from the table of rooms in docs/why/house.md: `python -m tools.draw_house [--check]`.

A room is above every room that it may import. To keep the picture readable, an arrow is left out if a longer path of
arrows implies it.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from undergrad.display.figures import render

DOCS = Path(__file__).parent.parent / "docs" / "why"
_BOX: dict[str, Any] = {"fc": "#eef4fa", "ec": "#0072B2", "zorder": 2}
#: The small letters that fit across the picture.
_CHARACTERS = 145
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| ([^|]+) \|$", re.MULTILINE)


def rooms() -> dict[str, tuple[str, set[str]]]:
    """Room -> its job and the rooms that it may import."""
    text = (DOCS / "house.md").read_text("utf-8")
    return {room: (job, set(re.findall(r"\w+", below))) for room, job, below in ROW.findall(text)}


def reachable(room: str, below: dict[str, set[str]]) -> set[str]:
    """Every room below `room`, along any path."""
    return below[room].union(*(reachable(other, below) for other in below[room])) if below[room] else set()


def draw() -> bytes:
    """The picture as SVG."""
    table = rooms()
    below = {room: others for room, (_, others) in table.items()}
    depth: dict[str, int] = {}  # from the top: each room right below the lowest room that uses it
    while len(depth) < len(below):
        for room in below:
            users = [user for user, others in below.items() if room in others]
            if room not in depth and set(users) <= depth.keys():
                depth[room] = 1 + max((depth[user] for user in users), default=-1)
    level = {room: max(depth.values()) - own for room, own in depth.items()}
    floors = [[room for room in table if level[room] == number] for number in range(max(level.values()) + 1)]
    place = {
        room: ((index + 0.5) / len(floor), number)
        for number, floor in enumerate(floors)
        for index, room in enumerate(floor)
    }
    figure = Figure(figsize=(9, 1.05 * len(floors)), layout="constrained")
    figure.patch.set_alpha(0)  # the page's own ground, light or dark
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set(xlim=(0, 1), ylim=(-0.5, len(floors) - 0.5))
    axes.axis("off")
    for room, others in below.items():
        direct = others - set().union(*(reachable(other, below) for other in others), set())
        for other in direct:
            (x, y), (x2, y2) = place[room], place[other]
            style = {"arrowstyle": "-|>", "color": "#888888", "lw": 1, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (x2, y2 + 0.27), (x, y - 0.27), arrowprops=style, zorder=1)  # behind the boxes
    for room, (x, y) in place.items():
        width = min(0.42, 0.94 / len(floors[level[room]]))
        axes.add_patch(FancyBboxPatch((x - width / 2, y - 0.25), width, 0.5, boxstyle="round,pad=0.005", **_BOX))
        job = table[room][0].replace("`", "").split(":")[0].split(";")[0]
        lines = textwrap.wrap(job, int(_CHARACTERS * width), max_lines=2, placeholder=" ...")
        axes.text(x, y + 0.13, room, ha="center", va="center", weight="bold", fontsize=10, color="black")
        axes.text(x, y - 0.1, "\n".join(lines), ha="center", va="center", fontsize=7, color="black")
    return render(figure, "svg")


def main() -> int:
    """Write the picture, or compare it."""
    target = DOCS / "house.svg"
    if sys.argv[1:] == ["--check"]:
        drawn = target.read_text("utf-8")  # matplotlib leaves each text in a comment beside its outlines
        missing = [room for room in rooms() if f"<!-- {room} -->" not in drawn]
        for room in missing:
            print(f"docs/why/house.svg lacks the room {room}; run `python -m tools.draw_house`")
        return 1 if missing else 0
    target.write_bytes(draw())
    return 0


if __name__ == "__main__":
    sys.exit(main())
