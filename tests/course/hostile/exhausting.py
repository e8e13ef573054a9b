"""Files that use up what others need: memory, processes, disk, descriptors, time, and the checker's patience.

Each tries for more than it may, and for no more than the machine bears where nothing stops it.
"""

from tests.course.hostile.case import Case, at_import, in_forward, must_pass, others_pass
from tests.course.hostile.scene import PLAIN

STAYS = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
    if os.fork() == 0:
        {}
        while True: time.sleep(10**6)
    os._exit(0)
"""
MANY_FORKS = """
made = 0
for _ in range(400):
    try: child = os.fork()
    except OSError: break
    if child == 0: time.sleep(10**6)
    made += 1
if made > 200: print("ESCA" + "PED", made)
"""
MANY_THREADS = """
import threading
made = 0
for _ in range(1000):
    try: threading.Thread(target=time.sleep, args=(10**6,)).start()
    except RuntimeError: break
    made += 1
if made > 200: print("ESCA" + "PED", made)
"""
HELD_BY_THE_KERNEL = """
held = 0
for _ in range(16):
    number = os.memfd_create("x")
    os.write(number, bytes(2**25))
    held += 2**25
if held > 2**28: print("ESCA" + "PED", held)
"""
FULL_DISK = """
held = 0
for place in (".", "/tmp", "/dev/shm", "/dev", "/", "/checker", "/var/tmp"):
    paths = [os.path.join(place, f"fill{number}_@mark@") for number in range(24)]
    try:
        for path in paths:
            with open(path, "wb") as file:
                for _ in range(16): held += file.write(bytes(2**20))
    except OSError: pass
    for path in paths:
        try: os.remove(path)
        except OSError: pass
if held > 300 * 2**20: print("ESCA" + "PED", held)
"""
WATCHES = """
import ctypes
library = ctypes.CDLL(None)
held = [number for number in (library.inotify_init1(0) for _ in range(100)) if number >= 0]
for number in held: os.close(number)
if held: print("ESCA" + "PED", len(held))
"""


CASES = (
    Case("a fork bomb", at_import(MANY_FORKS), options={"memory": 2**33}),
    Case(
        "children that have children",
        at_import(
            "left = 7\nwhile left:\n    left -= 1\n    try: os.fork()\n    except OSError: break\ntime.sleep(10**6)"
        ),
    ),
    Case(
        "ten thousand processes, one after the other",
        at_import("for _ in range(10_000):\n    if os.fork() == 0: os._exit(0)\n    os.wait()"),
    ),
    Case("threads that stay", at_import(MANY_THREADS), options={"memory": 2**33}),
    Case("memory at once", at_import("held = np.ones(2**27)\nprint('ESCA' + 'PED')")),
    Case(
        "memory in many small pieces",
        at_import(
            "held = []\nfor number in range(2**22):\n    held.append(b'%d' % number * 40)\nprint('ESCA' + 'PED')"
        ),
    ),
    Case(
        "memory of many processes",
        at_import(
            "for _ in range(6):\n    if os.fork() == 0:\n        held = np.ones(2**25)\n        time.sleep(10**6)\n"
            "time.sleep(3)\nprint('ESCA' + 'PED')"
        ),
    ),
    Case("memory that no process holds", at_import(HELD_BY_THE_KERNEL), must_pass),
    Case("a full disk", at_import(FULL_DISK)),
    Case(
        "one file that is too large",
        at_import("file = open('large', 'wb')\nfile.truncate(2**32)\nprint('ESCA' + 'PED')"),
        must_pass,
    ),
    Case(
        "a hundred thousand empty files",
        at_import("for number in range(100_000): open(f'{number}', 'w').close()\ntime.sleep(1)\nprint('ESCA' + 'PED')"),
        options={"import_limit": 30.0, "total": 60.0},
    ),
    Case(
        "every descriptor",
        at_import(
            "held = []\ntry:\n    for _ in range(5000): held.append(open(os.devnull))\nfinally:\n"
            "    count = len(held)\n    held.clear()\n    if count > 1000: print('ESCA' + 'PED', count)"
        ),
        must_pass,
    ),
    Case("the system's watches of files", at_import(WATCHES), must_pass),
    Case("a process that leaves and stays", at_import(STAYS.format("pass"))),
    Case(
        "a process that stays and writes into the pipes", at_import(STAYS.format("[os.write(n, b'x') for n in (1, 2)]"))
    ),
    Case("an endless loop", in_forward("any(iter(int, 1))"), others_pass),
    Case("sleep at import", at_import("time.sleep(10**6)"), options={"import_limit": 1.0}),
    Case(
        "a process that cannot be asked where it is",
        in_forward("signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nany(iter(int, 1))"),
        others_pass,
    ),
    Case("a question that nobody answers", at_import("input('name? ')"), must_pass),
    Case("gigabytes of output past Python", in_forward("while True: os.write(2, b'x' * 10**6)"), others_pass),
    Case("gigabytes of output", in_forward("while True: print('x' * 10**6)"), others_pass),
    Case(
        "a message that promises more than a checker holds",
        PLAIN + "import os, struct, json\nclass Sigmoid(Sigmoid):\n    def forward(self, z):\n"
        "        header = json.dumps({'says': 'answer'}).encode() + b' ' * (2**25 - 32)\n"
        "        os.write(4, b'\\xabug1' + struct.pack('<IQ', len(header), 2**26) + header)\n"
        "        while True: os.write(4, bytes(10**6))\n",
    ),
    Case(
        "a file that is slow everywhere",
        PLAIN.replace("np.exp(", "(__import__('time').sleep(0.9), np.exp)[1]("),
        options={"total": 2.0},
    ),
)
