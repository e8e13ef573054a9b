"""The records that the parts of this room hand on: what arrived, what was seen of it, and what is said of a class.

`intake` makes a `Submission` of what arrived, `grading` a `Grade` of that, `rows` a `ClassGrades` of all grades, and
`output` writes files of it. The first two are on disk, as JSON; sentences in them are in every language.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from undergrad.check.judgement import Judgement
from undergrad.check.records import Record
from undergrad.course.experiments import ReportedExperiments
from undergrad.display.languages import Language, Text

Status = Literal["graded", "needs a person"]


class Submission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one student handed in, laid out in a folder of its own."""

    #: The name of its folder and of every file about it: letters that any system allows, different for each one.
    key: str
    #: Empty where nothing tells it.
    student_id: str = ""
    #: The student's name, in Unicode's composed form (NFC); empty where nothing tells it.
    name: str = ""
    #: What arrived: the path below what was given, with `!` before the part inside an archive.
    source: str
    #: The Python file that is judged, as a path below the submission's folder; empty where there is none.
    file: str = ""
    #: The documents beside it, such as the PDF, as paths below the submission's folder.
    documents: tuple[str, ...] = ()
    #: When it was handed in, with its time zone; None where nothing tells it.
    submitted: datetime.datetime | None = None
    #: Whether that is after the deadline.
    late: bool = False
    #: What was guessed, dropped or replaced, one sentence each: an earlier submission that was not taken, for one.
    remarks: tuple[Text, ...] = ()
    #: Why nothing can be judged; empty where something can.
    problem: Text = {}
    #: SHA-256 of the files in its folder and their names, in hexadecimal.
    digest: str = ""


class Training(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the student's layers train the homework's network, beside the textbook's from the same weights."""

    #: The sentence that says what was trained, on how much, and what stood in for what.
    about: Text
    #: Why nothing was trained; empty where something was.
    why_not: Text = {}
    #: Mean training loss after each epoch, computed by the textbook from the weights that came back.
    losses: tuple[float, ...] = ()
    #: The same for the textbook's own training, as many epochs.
    textbook_losses: tuple[float, ...] = ()
    #: Accuracy on the validation samples after the last epoch, computed likewise.
    accuracy: float | None = None
    textbook_accuracy: float | None = None
    #: The first epoch, counted from 1, after which the weights differ by more than rounding; None where they never do.
    parts_at: int | None = None
    #: The largest difference of a weight, relative to the largest weight of the textbook's.
    difference: float | None = None
    #: Processor seconds for one epoch over the textbook's.
    slowness: float | None = None
    #: Whether the time limit ended it before its last epoch.
    cut: bool = False


class Attempt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One time that a submission was run."""

    #: Whether nothing else of this grading ran beside it.
    alone: bool
    seconds: float
    #: What ended it or a part of it early, such as a timeout; empty where nothing did.
    incidents: tuple[Text, ...] = ()


class Containment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kept a submission from everything that is not its own."""

    #: "bubblewrap", "landlock" or "none".
    name: str
    #: What was in force, and what it does not contain, a sentence each.
    in_force: tuple[Text, ...] = ()
    not_contained: tuple[Text, ...] = ()


class Grade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that was seen of one submission, before points and severities: nothing needs to be run for another view."""

    submission: Submission
    #: What the check saw; None where nothing could be judged, or the check itself could not be made.
    judgement: Judgement | None = None
    #: Why the check itself could not be made; empty where it was.
    problem: Text = {}
    training: Training | None = None
    #: The numbers of experiments that its files report.
    reported: ReportedExperiments = ReportedExperiments()
    #: What kept the submission from everything that is not its own; None where nothing was run.
    containment: Containment | None = None
    attempts: tuple[Attempt, ...] = ()
    #: What decides the rest: where it is still the same, the submission need not be run again.
    decided_by: str = ""


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines of one file that say the same as lines of another, counted from 1, both ends included."""

    first_file: str
    first_lines: tuple[int, int]
    second_file: str
    second_lines: tuple[int, int]


class SimilarPair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two submissions that share more than most."""

    first: str
    second: str
    #: The share of the smaller one's fingerprints that the other has too, each counting the more the fewer have it.
    share: float
    #: How many fingerprints both have.
    shared: int
    #: Whether the share stands out from those of the class.
    stands_out: bool
    regions: tuple[Region, ...] = ()


class MethodGrade(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one submission."""

    name: str
    #: "pass", "remark", "fail" or "not run".
    verdict: str
    points: float
    max_points: float
    records: tuple[Record, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What every output says of one submission, in one language."""

    key: str
    student_id: str
    name: str
    #: The name of what arrived.
    source: str
    #: The file that was judged; empty where there is none.
    file: str
    documents: tuple[str, ...] = ()
    submitted: datetime.datetime | None = None
    status: Status
    #: Why it needs a person; empty where it does not.
    reason: str = ""
    #: The points with the teacher's overrides and the penalty for lateness; None where a person must say.
    score: float | None = None
    max_score: float
    #: The points of the check alone; None where it says nothing.
    check_score: float | None = None
    #: What was taken off because it was late, in points, and the sentence that says so.
    penalty: float = 0.0
    late: str = ""
    #: The teacher's.
    comment: str = ""
    #: Whether a teacher has set the score, or that of a method.
    overridden: bool = False
    methods: tuple[MethodGrade, ...] = ()
    #: What is said of the file, or of a class, as a whole.
    of_file: tuple[Record, ...] = ()
    #: What was guessed, dropped or replaced, and other sentences for the teacher.
    remarks: tuple[str, ...] = ()
    training: Training | None = None
    attempts: tuple[Attempt, ...] = ()


class ClassGrades(msgspec.Struct, frozen=True, kw_only=True):
    """All that the outputs of one grading are made from."""

    #: The assignment's name, and its title.
    assignment: str
    title: str
    language: Language
    rows: tuple[Row, ...]
    #: The points of each method that has some, in the assignment's order.
    points: dict[str, float]
    #: The seed of every number that was asked.
    seed: int
    containment: Containment
    similar: tuple[SimilarPair, ...] = ()
    #: How the threshold for similar pairs was set, in a sentence; empty where nothing was compared.
    similar_about: str = ""
    deadline: datetime.datetime | None = None
    #: Program, version and date, in a line.
    made_with: str = ""

    @property
    def max_score(self) -> float:
        """All points there are."""
        return sum(self.points.values())
