"""The limits of reading submissions. Every limit is a size or a number, so that the result depends on no clock."""

from __future__ import annotations

MIB = 2**20

#: The largest size of one file; a larger one is left out, with a remark.
LARGEST_FILE = 16 * MIB
#: The largest size and number of all files of one submission.
LARGEST_SUBMISSION = 64 * MIB
MOST_FILES = 1_000
#: Bytes of an archive inside another one, which is copied to the disk before it is opened.
LARGEST_INNER_ARCHIVE = 256 * MIB
#: Archives inside one submission that are opened, and the depth of their nesting.
MOST_INNER_ARCHIVES = 16
DEEPEST_ARCHIVE = 3
#: Bytes of a submission's Python files that are parsed, the small ones first, and of the code in a notebook.
MOST_PARSED = 4 * MIB
LARGEST_CODE = MIB
#: Parts of a path, and characters of a part; a deeper file is put into a folder of its own, with the same name.
DEEPEST_PATH = 40
LONGEST_PART = 255
#: The number of files whose names are searched for their owner.
MOST_NAMES_READ = 200
#: Entries of one archive or folder that are listed, and bytes of an archive's own directory.
MOST_ENTRIES = 200_000
LARGEST_DIRECTORY = 32 * MIB
#: An entry that grows by more than this factor, and to more than this number of bytes, is a bomb: text grows ten
#: times, a file of zeros at most 1032 times.
GREATEST_RATIO = 200
SMALLEST_BOMB = 4 * MIB
#: Rows of a roster, and its bytes.
LARGEST_ROSTER = 16 * MIB
