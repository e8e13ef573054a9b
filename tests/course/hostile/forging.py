"""Files that want points without the right numbers."""

from tests.course.hostile.case import Case, in_forward, never_passes, others_pass
from tests.course.hostile.scene import PLAIN

WRONG = """
class Sigmoid(Sigmoid):
    def forward(self, z):
        {}
"""


def wrong(before: str, body: str = "return 0 * z") -> str:
    """A file whose Sigmoid is wrong, with what makes up for that."""
    return PLAIN + before + WRONG.format("\n        ".join(body.strip("\n").splitlines()))


FRAMES = """
import json, os, struct
def frame(header):
    text = json.dumps(header).encode()
    return b"\\xabug1" + struct.pack("<IQ", len(text), 0) + text
"""
EVERYWHERE = """
for number in range(256):
    for request in range(1, 9):
        try: os.write(number, frame({"says": "done", "request": request}))
        except OSError: pass
"""
COMPARING = "allclose isclose array_equal abs max all any isfinite nan_to_num"
SEARCH = """
import gc, sys
import numpy as np
def candidates(z):
    frame = sys._getframe()
    while frame:
        yield from frame.f_locals.values()
        yield from frame.f_globals.values()
        frame = frame.f_back
    yield from gc.get_objects()
def other(z):
    for value in candidates(z):
        if type(value) is np.ndarray and value.shape == z.shape and value.dtype == z.dtype and value is not z:
            if ((value >= 0) & (value <= 1)).all() and value.any():
                return value
    return 0 * z
"""
SOURCE = """
import os, sys
def stolen():
    places = ["/checker", "/usr", "/root", "/home", "/work", "/opt", "/tmp", *sys.path]
    for place in places:
        for folder, folders, files in os.walk(place):
            if folder.endswith(("undergrad/layers", "check/zoo")):
                for name in files:
                    try:
                        text = open(os.path.join(folder, name), encoding="utf-8").read()
                    except OSError:
                        continue
                    if "class Sigmoid" in text and "from undergrad" not in text:
                        return text
    return ""
"""

CASES = (
    Case(
        "a message on every descriptor that all is done",
        wrong(
            FRAMES,
            EVERYWHERE.strip() + "\nreturn 0 * z",
        ),
        never_passes,
    ),
    Case(
        "a message at import that there are no classes to judge",
        wrong(
            FRAMES + 'for number in range(3, 256):\n    try: os.write(number, frame({"says": "contents",'
            ' "printed": 0, "replaced": []}))\n    except OSError: pass\n'
        ),
        never_passes,
    ),
    Case(
        "an exit code that says success", wrong("import os", "os._exit(0)"), lambda s: never_passes(s) or others_pass(s)
    ),
    Case(
        "NumPy's comparisons replaced",
        wrong(
            f"for name in {COMPARING.split()}:\n"
            "    setattr(np, name, lambda *a, **k: np.True_)\nnp.linalg.norm = lambda *a, **k: 0.0\n"
        ),
        never_passes,
    ),
    Case(
        "Python's builtins replaced",
        wrong(
            "import builtins\nfor name in ('abs', 'max', 'min', 'all', 'any', 'sum', 'len', 'isinstance'):\n"
            "    setattr(builtins, name, lambda *a, **k: True)\n"
        ),
        never_passes,
    ),
    Case(
        "an array that equals everything",
        wrong(
            "class Equal(np.ndarray):\n"
            "    def __eq__(self, other): return True\n"
            "    def __sub__(self, other): return 0.0\n"
            "    def __rsub__(self, other): return 0.0\n"
            "    def __array_ufunc__(self, *a, **k): return np.zeros(1)\n",
            "return z.view(Equal)",
        ),
        never_passes,
    ),
    Case("right numbers looked for in frames and among all objects", wrong(SEARCH, "return other(z)"), never_passes),
    Case(
        "the textbook imported in a method",
        wrong("", "import undergrad\nreturn undergrad.Sigmoid().forward(z)"),
        never_passes,
    ),
    Case(
        "the textbook's source, or a test's solution, looked for on the disk",
        wrong(
            SOURCE + "text = stolen()\n",
            "space = {}\nexec(text, space)\nreturn space['Sigmoid']().forward(z)",
        ),
        never_passes,
        options={"import_limit": 20.0, "total": 60.0},
    ),
    Case(
        "a result that does something when it is unpickled",
        wrong(
            "class Bomb:\n    def __reduce__(self):\n        import os\n"
            "        return (os.system, ('touch @open@/unpickled',))\n",
            "return Bomb()",
        ),
        never_passes,
    ),
    Case(
        "the worker's own functions replaced",
        wrong(
            "import gc, sys\nfor value in gc.get_objects():\n"
            "    if type(value) is dict and str(value.get('__name__', '')).startswith('undergrad'):\n"
            "        for name in ('describe', 'pack_outcome'):\n"
            "            if name in value: value[name] = lambda *a, **k: ({'kind': 'none'}, b'')\n"
        ),
        never_passes,
    ),
    Case("a process that copies itself and answers twice", in_forward("os.fork()"), others_pass),
)
