"""The texts that students get besides the template of their file."""

from __future__ import annotations

from undergrad.check.assignment import Assignment
from undergrad.course.handout.experiments import plans
from undergrad.course.handout.main_script import main_script
from undergrad.course.handout.notation import Math
from undergrad.course.handout.page import as_page
from undergrad.course.handout.report_text import report_text
from undergrad.course.handout.task_text import check_command, task_text, title
from undergrad.course.sentences import say
from undergrad.display.languages import Language
from undergrad.errors import UsageError
from undergrad.exercises.table import of_the_book


def documents(assignment: Assignment, language: Language, *, file: str = "Answer.py") -> dict[str, str]:
    """The name and the text of each file that is handed out besides `file`, which students write.

    `task.md` and `task.html` are the task, and `README.md` has two commands. If the assignment has experiments,
    `main.py` trains them, and students fill in `report.md` or `report.html`. UsageError if an experiment cannot be
    made, and for an assignment of the book, whose chapter is the task.

    >>> from undergrad.check import load_assignment
    >>> list(documents(load_assignment("hw3"), "ko"))
    ['README.md', 'task.md', 'task.html', 'main.py', 'report.md', 'report.html']
    """
    if of_book := [item.name for item in assignment.methods if item.name in of_the_book()]:
        raise UsageError(
            f"{assignment.name} asks for {of_book[0]}, an exercise of the book, whose chapter is the task; "
            "a handout is for a homework"
        )
    experiments = plans(assignment)
    name = title(assignment, language)
    formulas: list[Math] = []

    def marked(formula: Math) -> str:
        formulas.append(formula)
        return f"\ue000{len(formulas) - 1}\ue001"

    texts = {
        "README.md": _readme(assignment, language, file, with_experiments=bool(experiments)),
        "task.md": task_text(assignment, experiments, language, file, lambda formula: formula.markdown),
    }
    texts["task.html"] = as_page(task_text(assignment, experiments, language, file, marked), name, language, formulas)
    if experiments:
        texts["main.py"] = main_script(experiments, language, file)
        texts["report.md"] = report_text(assignment, experiments, language)
        texts["report.html"] = as_page(texts["report.md"], name, language)
    return texts


def _readme(assignment: Assignment, language: Language, file: str, *, with_experiments: bool) -> str:
    lines = [f"# {title(assignment, language)}", "", say("readme-about", file=file)[language], ""]
    lines += [say("readme-check")[language], "", "```", check_command(assignment, file), "```", ""]
    if with_experiments:
        lines += [say("readme-experiments")[language], "", "```", "python main.py", "```", ""]
    return "\n".join(lines)
