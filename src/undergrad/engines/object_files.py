"""The file format for machine code: a mark shows that this package wrote the file, for this computer.

LLVM trusts an object file: a damaged one ends the process. So LLVM receives only files that carry our digest, have
the format and the processor of LLVM's own object files on this computer, and contain the function. Somebody who can
write a file with a right digest into a folder of this user can still do damage; that is this user, or root.
"""

from __future__ import annotations

import hashlib

_KIND = b"undergrad-engine-2\n"
_DIGEST_BYTES = 32

#: The number of bytes at the beginning that identify system and processor of an object file, by their first four: ELF's
#: type and machine follow its identification; processor and file type follow Mach-O's magic number.
_HEADER = {b"\x7fELF": 20, b"\xcf\xfa\xed\xfe": 16}
_COFF_HEADER = 2  # the machine: COFF has no magic number


def packed(code: bytes, name: str) -> bytes:
    """The content of a file called `name` with the object file `code`."""
    return _KIND + _digest(code, name) + code


def unpacked(content: bytes, name: str, *, symbol: str, alike: bytes) -> bytes | None:
    """The object file in `content`; None unless `packed` made it for that `name`.

    It must have the function `symbol`, and be of the format and for the processor of the object file `alike`.
    """
    start = len(_KIND) + _DIGEST_BYTES
    code = content[start:]
    is_ours = content[:start] == _KIND + _digest(code, name)
    header = _HEADER.get(alike[:4], _COFF_HEADER)
    is_alike = code[:header] == alike[:header] and len(code) > len(alike) and f"{symbol}\0".encode() in code
    return code if is_ours and is_alike else None


def _digest(code: bytes, name: str) -> bytes:
    return hashlib.sha256(b"\0".join((_KIND, name.encode(), code))).digest()
