"""How much is read of what arrives. Every limit is a size or a number, so that the result depends on no clock."""

from __future__ import annotations

MIB = 2**20

#: Bytes of one file that is laid out; a larger one is left out, which is said.
LARGEST_FILE = 16 * MIB
#: Bytes and number of all files of one submission that are laid out.
LARGEST_SUBMISSION = 64 * MIB
MOST_FILES = 1_000
#: Bytes of an archive inside another one, which is copied to the disk before it is opened.
LARGEST_INNER_ARCHIVE = 256 * MIB
#: Archives inside one submission that are opened, and how deep they may lie in each other.
MOST_INNER_ARCHIVES = 16
DEEPEST_ARCHIVE = 3
#: Bytes of a submission's Python files that are parsed, the small ones first, and of the code in a notebook.
MOST_PARSED = 4 * MIB
LARGEST_CODE = MIB
#: Parts of a path, and characters of a part; what is beyond stands in a folder of its own, with the name kept.
DEEPEST_PATH = 40
LONGEST_PART = 255
#: Files whose names are asked whose they are.
MOST_NAMES_READ = 200
#: Entries of one archive or folder that are listed, and bytes of an archive's own directory.
MOST_ENTRIES = 200_000
LARGEST_DIRECTORY = 32 * MIB
#: An entry that grows more than this, and to more than so many bytes, is a bomb: text grows ten times, a blank file of
#: zeros at most 1032 times.
GREATEST_RATIO = 200
SMALLEST_BOMB = 4 * MIB
#: Rows of a roster, and its bytes.
LARGEST_ROSTER = 16 * MIB
