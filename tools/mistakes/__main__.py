"""What the check says of wrong code, for the page of mistakes.

python -m tools.mistakes write [NAME...]   check the examples of these mistakes, or of all, and keep what is said
python -m tools.mistakes check [NAME...]   fail where something else is said now, or a mistake has no example

It is kept in docs/reference/mistakes.json. All of them take some ten minutes.
"""

from __future__ import annotations

import sys

from tools.mistakes.kept import read, write
from tools.mistakes.said import NAMES, is_current, said_of


def main() -> int:
    """Run the command line."""
    match sys.argv[1:]:
        case ["write", *names]:
            kept, unshown = read(), 0
            for name in names or NAMES:
                said = said_of(name)
                if said is None:
                    print(f"{name}: no example shows it", file=sys.stderr)
                    unshown = 1
                else:
                    kept[name] = said
                    write(kept)
            return unshown
        case ["check", *names]:
            kept = read()
            stale = [name for name in names or NAMES if not is_current(name, kept.get(name))]
            for name in stale:
                print(f"{name}: the stored report is out of date; run `python -m tools.mistakes write {name}`")
            return 1 if stale else 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main())
