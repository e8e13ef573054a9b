"""The beginning of the student's process: `python -P start.py FILE MEMORY LIFELINE UNDERGRAD [PARCEL STATUS]`.

FILE is the student's, MEMORY the limit of its data in bytes (0: none), LIFELINE a descriptor that only the checker
writes to (-1: none), UNDERGRAD is 1 if the file may import the package. A contained process gets two more descriptors:
PARCEL has its limits and the submission, STATUS is for the report of how it ended.

The files beside this one are imported under their usual names, from packages that contain nothing else and are removed
again. So the checker and this process share the files, and nothing of the textbook is ever here.
"""

import os
import sys
import types

_PACKAGES = ("undergrad", "undergrad.sandbox", "undergrad.sandbox.worker")


def main() -> None:
    """Serve until the checker closes the pipe."""
    path, memory, lifeline, allowed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1"
    for name in _PACKAGES:
        package = types.ModuleType(name)
        package.__path__ = [os.path.dirname(os.path.abspath(__file__))] if name == _PACKAGES[-1] else []  # noqa: PTH100, PTH120
        sys.modules[name] = package
    if len(sys.argv) > 5:
        from undergrad.sandbox.worker import contained, parcel, supervisor

        spec, files = parcel.opened(int(sys.argv[5]))
        supervisor.supervise(lifeline, supervisor.Watch(int(sys.argv[6]), memory))
        contained.enter(spec, files)
        del sys.argv[5:]
    elif hasattr(os, "fork") and lifeline >= 0:
        from undergrad.sandbox.worker.supervisor import supervise

        supervise(lifeline)  # returns only in the inner process
    from undergrad.sandbox.worker import serve, textbook

    for name in [name for name in sys.modules if name.partition(".")[0] == "undergrad"]:
        del sys.modules[name]
    if not allowed:
        textbook.refuse()
    serve.serve(path, memory)


if __name__ == "__main__":
    main()
