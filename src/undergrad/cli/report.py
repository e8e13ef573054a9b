"""`undergrad report`: makes a page of stored runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from undergrad.cli.options import add_data_dir, add_language
from undergrad.cli.printing import complain, say


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "report",
        parents=[parent],
        help="stored runs as a page: tables, curves, insight, pictures",
        description="Make one HTML file of stored runs, which needs no network, and a Markdown file with its table.\n"
        "Several folders, or one with runs of several experiments, are compared.",
    )
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="RUNS", help="folders of experiments, searches or single runs"
    )
    parser.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="the page (default: report.html, in RUNS if that is one folder)"
    )
    parser.add_argument(
        "--figures", action="store_true", help="also write its figures beside it, as SVG and PNG for a paper"
    )
    add_language(parser)
    add_data_dir(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.cli.options import local
    from undergrad.display.languages import choose
    from undergrad.errors import UsageError
    from undergrad.report.doubts import doubts_of, doubts_of_chosen
    from undergrad.report.folder import write_figures, write_page
    from undergrad.report.page import gather

    language = choose(args.language)
    page: Path = args.out or (args.folders[0] if len(args.folders) == 1 else Path()) / "report.html"
    if page.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"--out is {page}, but the report is an HTML file; give it a name that ends in .html")
    content = gather(args.folders)
    dataset = local(content.runs[0].spec.data, args.data_dir, content.output.target)
    files = write_page(content, page, dataset=dataset, language=language)
    if args.figures:
        from undergrad.report.figures import drawable  # loads matplotlib

        if drawable(language) != language:
            complain(
                "the figures are in English, since matplotlib finds no font with Korean letters; install one, "
                "NanumGothic for example"
            )
        files += write_figures(content, page, drawable(language))
    if content.tuning is not None:
        doubtful = doubts_of_chosen(content.tuning)
    else:
        doubtful = doubts_of(content.comparison) if content.comparison is not None else []
    for sentence in doubtful:
        complain(sentence)
    for file in files:
        say(f"Wrote {file}")
    return 0
