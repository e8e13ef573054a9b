"""The records that the parts of this room exchange: submissions, their results, and the grades of a class.

`intake` makes a `Submission` for each student, `grading` a `Grade` for each submission, `rows` one `ClassGrades` from
all grades, and `output` writes files from that. The first two are on disk, as JSON; sentences in them are in every
language.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from undergrad.check.judgement import Judgement
from undergrad.course.experiments import ReportedExperiments
from undergrad.display.languages import Language, Text
from undergrad.findings.records import Record

Status = Literal["graded", "needs a person"]


class Submission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The files that one student handed in, in a folder of their own."""

    #: The unique name of its folder and of every file about it, with characters that any system allows.
    key: str
    #: Empty if unknown.
    student_id: str = ""
    #: The student's name, in Unicode's composed form (NFC); empty if unknown.
    name: str = ""
    #: The path of the submitted file or folder below the command's argument, with `!` before the part inside an
    #: archive.
    source: str
    #: The Python file to judge, as a path below the submission's folder; empty if there is none.
    file: str = ""
    #: The documents beside it, such as the PDF, as paths below the submission's folder.
    documents: tuple[str, ...] = ()
    #: The time of submission, with its time zone; None if unknown.
    submitted: datetime.datetime | None = None
    #: Whether the time is after the deadline.
    late: bool = False
    #: Sentences about guesses and about dropped or replaced files, such as an earlier attempt that does not count.
    remarks: tuple[Text, ...] = ()
    #: Why nothing can be judged; empty if something can.
    problem: Text = {}
    #: SHA-256 of the files in its folder and their names, in hexadecimal.
    digest: str = ""


class Training(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two trainings of the homework's network from the same weights: with the student's layers and the textbook's."""

    #: A sentence about the network, the amount of data, and the stand-ins.
    about: Text
    #: Why nothing was trained; empty if something was.
    why_not: Text = {}
    #: Mean training loss after each epoch, computed by the textbook from the weights that the process returned.
    losses: tuple[float, ...] = ()
    #: The same for the textbook's own training, with the same number of epochs.
    textbook_losses: tuple[float, ...] = ()
    #: Accuracy on the validation samples after the last epoch, computed in the same way.
    accuracy: float | None = None
    textbook_accuracy: float | None = None
    #: The first epoch, counted from 1, after which the weights differ by more than rounding; None if they never do.
    parts_at: int | None = None
    #: The largest difference of a weight, relative to the largest weight of the textbook's.
    difference: float | None = None
    #: Processor seconds for one epoch over the textbook's.
    slowness: float | None = None
    #: Whether the time limit ended it before its last epoch.
    cut: bool = False


class Attempt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One run of a submission."""

    #: Whether no other submission of this grading ran at the same time.
    alone: bool
    seconds: float
    #: Reasons why the run or a part of it ended early, such as a timeout; empty if nothing did.
    incidents: tuple[Text, ...] = ()


class Containment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The containment in which a submission ran."""

    #: "bubblewrap", "landlock" or "none".
    name: str
    #: The measures in force, and what they do not contain, a sentence each.
    in_force: tuple[Text, ...] = ()
    not_contained: tuple[Text, ...] = ()


class Grade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All results of one submission, before points and severities, so that these can change without a new run."""

    submission: Submission
    #: The check's result; None if nothing could be judged, or if the check itself failed.
    judgement: Judgement | None = None
    #: Why the check itself failed; empty if it did not.
    problem: Text = {}
    training: Training | None = None
    #: The numbers of experiments that its files report.
    reported: ReportedExperiments = ReportedExperiments()
    #: The containment of the run; None if nothing was run.
    containment: Containment | None = None
    attempts: tuple[Attempt, ...] = ()
    #: A digest of everything that decides the result: if it is still the same, the submission need not be run again.
    decided_by: str = ""


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines of one file with the same code as lines of another, counted from 1, both ends included."""

    first_file: str
    first_lines: tuple[int, int]
    second_file: str
    second_lines: tuple[int, int]


class SimilarPair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two submissions that share more code than most."""

    first: str
    second: str
    #: The weighted share of the smaller one's fingerprints that the other also has; rare ones have a larger weight.
    share: float
    #: The number of fingerprints that both have.
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
    """The data about one submission for every output, in one language."""

    key: str
    student_id: str
    name: str
    #: The name of the submitted file or folder.
    source: str
    #: The judged file; empty if there is none.
    file: str
    documents: tuple[str, ...] = ()
    submitted: datetime.datetime | None = None
    status: Status
    #: Why it needs a person; empty if it does not.
    reason: str = ""
    #: The points with the teacher's overrides and the penalty for lateness; None if a person must decide.
    score: float | None = None
    max_score: float
    #: The points by the check only; None if it has no result.
    check_score: float | None = None
    #: The points lost for lateness, and the sentence that says so.
    penalty: float = 0.0
    late: str = ""
    #: The teacher's comment.
    comment: str = ""
    #: Whether a teacher has set the score or a method's points.
    overridden: bool = False
    methods: tuple[MethodGrade, ...] = ()
    #: Findings about the file or a class as a whole.
    of_file: tuple[Record, ...] = ()
    #: Sentences for the teacher, about guesses, dropped or replaced files, and more.
    remarks: tuple[str, ...] = ()
    training: Training | None = None
    attempts: tuple[Attempt, ...] = ()


class ClassGrades(msgspec.Struct, frozen=True, kw_only=True):
    """All data for the outputs of one grading."""

    #: The assignment's name, and its title.
    assignment: str
    title: str
    language: Language
    rows: tuple[Row, ...]
    #: The points of each method with points, in the assignment's order.
    points: dict[str, float]
    #: The seed of all numbers of the check.
    seed: int
    containment: Containment
    similar: tuple[SimilarPair, ...] = ()
    #: A sentence about the choice of the threshold for similar pairs; empty if nothing was compared.
    similar_about: str = ""
    deadline: datetime.datetime | None = None
    #: Program, version and date, in a line.
    made_with: str = ""

    @property
    def max_score(self) -> float:
        """The sum of all methods' points."""
        return sum(self.points.values())
