"""All hostile files. Archives that are hostile before a line of them runs have a list of their own beside these."""

from tests.course.hostile import exhausting, forging, reaching

CASES = (*forging.CASES, *reaching.CASES, *exhausting.CASES)
