"""Describes in sentences how the submissions were contained."""

from __future__ import annotations

from undergrad.course.records import Containment
from undergrad.course.sentences import say
from undergrad.sandbox.containment import launch


def described(containment: launch.Containment) -> Containment:
    """The record of a containment: its measures, and what they do not contain.

    >>> described(launch.Trusting()).not_contained[0]["en"]
    'A file reads and writes whatever the teacher can.'
    """
    return Containment(
        name=containment.name,
        in_force=tuple(map(say, containment.in_force)),
        not_contained=tuple(map(say, containment.not_contained)),
    )
