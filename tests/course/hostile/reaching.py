"""Files that read, change or reach what is not theirs."""

from tests.course.hostile.case import Case, at_import, in_forward, must_pass, others_pass

DEVICES = """
import stat
for folder, folders, files in os.walk("/dev"):
    for name in files:
        path = os.path.join(folder, name)
        kind = os.lstat(path).st_mode
        if name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx", "console") or not stat.S_ISBLK(kind):
            continue
        try: os.close(os.open(path, os.O_RDONLY))
        except OSError: continue
        print("ESCA" + "PED", path)
"""
CALLS = """
import ctypes
library = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
if library.ptrace(16, @victim@, 0, 0) == 0: print("ESCA" + "PED: attached")
for number in (@victim@, @checker@):
    try:
        with open(f"/proc/{number}/maps") as maps: start = int(maps.readline().split("-")[0], 16)
    except OSError: continue
    try:
        with open(f"/proc/{number}/mem", "rb") as memory:
            memory.seek(start)
            if memory.read(8): print("ESCA" + "PED: read its memory")
    except OSError: pass
"""

UPWARDS = """
for up in range(1, 6):
    for folder, folders, files in os.walk("../" * up):
        if "Answer.py" in files: print(open(os.path.join(folder, "Answer.py")).read())
        if folder.count("/") > 8: folders.clear()
"""

CASES = (
    Case(
        "another's submission, and what lies above",
        at_import("print(os.listdir('@folder@'))\nprint(open('@other@').read())"),
        must_pass,
    ),
    Case(
        "others' submissions by relative paths",
        at_import(UPWARDS),
        options={"import_limit": 3.0},
    ),
    Case("a token in the home", at_import("print(open('@home@').read())"), must_pass),
    Case(
        "the system's passwords",
        at_import("text = open('/etc/shadow').read()\nif text: print('ESCA' + 'PED')"),
        must_pass,
    ),
    Case("the environment", at_import("print(dict(os.environ))"), must_pass),
    Case(
        "the environment of each process",
        at_import(
            "for name in os.listdir('/proc'):\n    if name.isdigit():\n"
            "        try: print(open(f'/proc/{name}/environ').read())\n        except OSError: pass"
        ),
        must_pass,
    ),
    Case(
        "links, symbolic and hard",
        at_import(
            "for make in (os.symlink, os.link):\n    try:\n        make('@home@', make.__name__)\n"
            "        print(open(make.__name__).read())\n    except OSError as error: print(error)"
        ),
        must_pass,
    ),
    Case(
        "a folder behind an inherited descriptor",
        at_import(
            "import stat\nfor number in range(3, 256):\n    try: kind = os.fstat(number).st_mode\n"
            "    except OSError: continue\n"
            "    if stat.S_ISDIR(kind) or stat.S_ISREG(kind): print('ESCA' + 'PED', number)\n"
        ),
        must_pass,
    ),
    Case("a file written where others read", at_import("open('@open@/new', 'w').close()"), must_pass),
    Case("a file of others overwritten", at_import("open('@open@/kept', 'w').close()"), must_pass),
    Case("a file of others removed", at_import("os.remove('@open@/kept')"), must_pass),
    Case(
        "the worker's own files",
        at_import(
            "for module in list(sys.modules.values()):\n    pass\nframe = sys._getframe()\nwhile frame:\n"
            "    path = frame.f_code.co_filename\n    frame = frame.f_back\n"
            "    if path.endswith('start.py'):\n        os.close(os.open(path, os.O_WRONLY | os.O_APPEND))\n"
            "        print('ESCA' + 'PED')"
        ),
        must_pass,
    ),
    Case(
        "the installed packages",
        at_import("import numpy\nos.close(os.open(numpy.__file__, os.O_WRONLY | os.O_APPEND))\nprint('ESCA' + 'PED')"),
        must_pass,
    ),
    Case(
        "a server on this machine, by TCP",
        at_import("import socket\nsocket.create_connection(('127.0.0.1', @ports@[0]), 1).close()"),
        must_pass,
    ),
    Case(
        "a server on this machine, by UDP",
        at_import(
            "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', @ports@[1]))"
        ),
        must_pass,
    ),
    Case(
        "a socket in the file system",
        at_import("import socket\nsocket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', '@open@/socket')"),
        must_pass,
    ),
    Case(
        "a socket without a file",
        at_import("import socket\nsocket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', '\\0@mark@')"),
        must_pass,
    ),
    Case("memory of other processes", at_import(CALLS), must_pass),
    Case("a signal to another process", at_import("os.kill(@victim@, signal.SIGKILL)"), must_pass),
    Case("devices", at_import(DEVICES), must_pass),
    Case(
        "the rights of root",
        at_import(
            "for change in (os.setuid, os.seteuid):\n    try:\n        change(0)\n        print('ESCA' + 'PED')\n"
            "    except OSError: pass"
        ),
        must_pass,
    ),
    Case(
        "namespaces and mounts of its own",
        at_import(
            "import ctypes\nlibrary = ctypes.CDLL(None)\n"
            "if library.unshare(0x10000000) == 0 or library.unshare(0x20000) == 0: print('ESCA' + 'PED')"
        ),
        must_pass,
    ),
    Case("a signal to the parent", in_forward("os.kill(os.getppid(), signal.SIGKILL)\nany(iter(int, 1))"), others_pass),
    Case(
        "a parent that is stopped", in_forward("os.kill(os.getppid(), signal.SIGSTOP)\nany(iter(int, 1))"), others_pass
    ),
    Case(
        "a signal to process 1 and to all",
        in_forward("for number in (1, -1):\n    try: os.kill(number, signal.SIGTERM)\n    except OSError: pass"),
        only_with=("contained-signals", "contained-processes"),
    ),
)
