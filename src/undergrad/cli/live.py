"""`--live`: the report's page in a browser while a command runs."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.parser import whole
from undergrad.cli.printing import remark

if TYPE_CHECKING:  # the rooms load NumPy and more: only a running command may pay for that
    from undergrad.live import LiveView


def add_live(group: Any) -> None:
    """--live and its port."""
    group.add_argument(
        "--live", action="store_true", help="show the page during the command, for a browser on this machine"
    )
    group.add_argument("--live-port", type=whole, metavar="N", help="the port of --live (default: any free port)")


def wants_live(args: argparse.Namespace) -> bool:
    """Whether the options request it."""
    return args.live or args.live_port is not None


@contextlib.contextmanager
def served(view: LiveView | None, args: argparse.Namespace) -> Iterator[None]:
    """Serve `view`, if there is one, until the block ends, and show on its page how it ended.

    FileError, before the address is printed, if the command cannot write to its folder.
    """
    if view is None:
        yield
        return
    from undergrad.files import make_folder
    from undergrad.live import LiveServer

    make_folder(args.out or Path("runs"))
    server = LiveServer(view.page, view.state, port=args.live_port or 0)
    view.on_change = server.changed
    remark(f"live: {server.url}")
    how = "failed"
    try:
        yield
        how = "ended"
    except KeyboardInterrupt:
        how = "interrupted"
        raise
    finally:
        view.end(how)
        server.close()
