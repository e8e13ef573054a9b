"""stub"""
from __future__ import annotations
from undergrad.check.records import Record

def finish(record: Record) -> Record:
    return record

def evidence(name: str, causes: tuple[str, ...], error: float, *, ambiguous: bool = False) -> str:
    return f"{name} equals {causes} to {error:.0e}"
