"""The notebooks of the documentation.

python -m tools.notebooks write FOLDER    write each as an .ipynb file, without outputs
python -m tools.notebooks run [NAME...]   run these, or all, from top to bottom; print how long each took
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tools.notebooks.cells import FOLDER, cells_of, notebooks
from tools.notebooks.ipynb import write
from tools.notebooks.run import NotebookError, run


def main() -> int:
    """Run the command line."""
    match sys.argv[1:]:
        case ["write", folder]:
            write(Path(folder))
        case ["run", *names]:
            for path in [FOLDER / f"{name}.md" for name in names] or notebooks():
                begun = time.monotonic()
                try:
                    finished = run(path.name, cells_of(path.read_text("utf-8")))
                except NotebookError as error:
                    print(error, file=sys.stderr)
                    return 1
                print(finished.complaints, file=sys.stderr, end="")
                print(f"{path.stem}: {time.monotonic() - begun:.1f} s")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
