"""`make demo`: one stack per province on one throw-away local cloud, then the stories, over HTTP alone.

    python -m infra.local.demo [NAME …]     runs all stories or those named
    python -m infra.local.demo --list       lists them                                (make stories)

Provinces run in parallel, each province's stories in order. Prints a readable timeline with due
dates and articles; exits non-zero on the slightest difference.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.provinces import list_provinces
from infra.aws.deploy import DeployFailed
from infra.local.cloud import CloudFailed, LocalCloud
from infra.local.mailbox import NothingCameError
from infra.local.person import ApiPerson, UnexpectedAnswerError
from infra.local.ports import find_free_port
from infra.local.run import find_full_disk, keep_details
from infra.local.serve import serve_stack
from infra.local.sign_in import SignInFailed
from infra.local.stack import LocalStack
from infra.local.stories.registry import OUTSIDE, Story, collect_stories
from infra.local.stories.telling import PATIENCE_S, Scenario
from infra.paths import ROOT
from infra.provinces import OF_THE_TREE, ProvinceRefused, Provinces, find_provinces
from infra.release.package import PackagingFailed

AT_ONCE = (os.cpu_count() or 1) + 2
"""Provinces that run at a time: more would only make each other wait."""
FAILED_LOG = ROOT / "build" / "demo-failed.log"
"""The details of a failure that could not be foreseen."""


def main(names: list[str]) -> int:
    """Run every story, or those named; return 0 on success, 1 with the difference on stderr."""
    started = time.monotonic()
    if names == ["--list"]:
        print_lines(list_stories(collect_stories()))
        return 0
    chosen = [each for each in collect_stories() if not names or each.name in names]
    if missing := set(names) - {each.name for each in chosen}:
        print(f"no such story: {', '.join(sorted(missing))}; there are:", file=sys.stderr)
        print(*list_stories(collect_stories()), sep="\n", file=sys.stderr)
        return 2
    heading = f"{count_things(len(chosen), 'story', 'stories')}:"
    print_lines([heading, *list_stories(chosen), "", "starting the local cloud and the provinces' stacks …"])
    try:
        with (
            tempfile.TemporaryDirectory() as state,
            LocalCloud(Path(state), keep=False) as cloud,
            contextlib.ExitStack() as up,
        ):
            stacks = {
                name: up.enter_context(
                    serve_stack(LocalStack(cloud, name, find_free_port(), provinces=data), find_free_port())
                )
                for name, data in _find_data({each.province for each in chosen}, Path(state)).items()
            }
            up_now = count_things(len(stacks), "stack is", "stacks are")
            print_lines([f"{up_now} up after {time.monotonic() - started:.1f} s"])
            print_lines(_describe_basis(stack) for stack in stacks.values())
            _run_all(stacks, chosen)
    except (UnexpectedAnswerError, NothingCameError) as difference:
        print(f"DIFFERENT: {difference}", file=sys.stderr)
        return 1
    except (CloudFailed, DeployFailed, PackagingFailed, ProvinceRefused) as failure:
        print(f"{failure}\nthe stacks could not be started: run the same command again", file=sys.stderr)
        return 2
    except (OSError, HTTPException, BotoCoreError, ClientError, SignInFailed, sqlite3.Error) as fault:
        first, details = keep_details(fault, FAILED_LOG)
        again = find_full_disk(ROOT, Path(tempfile.gettempdir())) or f"{first}: run the same command again"
        print(f"the stories broke off, {again} (details: {details})", file=sys.stderr)
        return 2
    print_lines(["", f"All as it must be, {time.monotonic() - started:.1f} s"])
    return 0


def count_things(number: int, one: str, many: str) -> str:
    """Return a number with its words: those for one, or those for any other number."""
    return f"{number} {one if number == 1 else many}"


def list_stories(listed: Iterable[Story]) -> list[str]:
    """Return a line for each story: its name and what it shows."""
    return [f"  {each.name:<32} {each.title}" for each in listed]


def _find_data(names: set[str], aside: Path) -> dict[str, Provinces]:
    """Return the data that each province is deployed with: the tree's, or, for one that the tree does not have, a copy
    of the examples in a folder outside it, as somebody else would write one."""
    found = {name: OF_THE_TREE for name in list_provinces() if name in names}
    if missing := sorted(names - set(found)):
        folder = shutil.copytree(OUTSIDE, aside / "examples")
        found |= dict.fromkeys(missing, find_provinces(folder))
    return found


def _run_all(stacks: dict[str, LocalStack], chosen: list[Story]) -> None:
    """Print each province's stories as soon as the previous ones are printed. Raises the first difference."""
    with ThreadPoolExecutor(min(len(stacks), AT_ONCE)) as side_by_side:
        listed = [
            side_by_side.submit(_run_stories, stack, [each for each in chosen if each.province == name])
            for name, stack in stacks.items()
        ]
        for each in listed:
            print_lines(each.result())


def _run_stories(stack: LocalStack, mine: list[Story]) -> list[str]:
    return [line for story in mine for line in _describe_run(story, Scenario(stack))]


def _describe_run(story: Story, telling: Scenario) -> list[str]:
    try:
        dossier = story.run_story(telling)
    except UnexpectedAnswerError as difference:
        raise UnexpectedAnswerError(f"{story.name}: {difference}") from difference
    facts = telling.read_timeline(dossier) if dossier else []
    return [
        "",
        story.title,
        *(f"  {_describe_fact(fact)}" for fact in facts),
        *(f"  ✓ {seen}" for seen in telling.seen),
    ]


def _describe_basis(stack: LocalStack) -> str:
    law = ApiPerson(stack, patience=PATIENCE_S).get("/api/law")
    return f"  {stack.province:<11} {law['basis']:<15} regime {law['regime']}, rules {law['digest'][:12]}"


def _describe_fact(line: dict[str, Any]) -> str:
    """Return one fact as a line: time, kind, actor, due date, article."""
    due = f"  due {_write_local_time(line['due_at'])}" if line["due_at"] else ""
    articles = "; ".join(_describe_cite(cite) for cite in line["law"])
    by = " of ".join(filter(None, (line["role"], line["unit"])))
    cited = f"  [{articles}]" if articles else ""
    return f"{_write_local_time(line['occurred_at'])}  {line['kind']:<20} {by:<36}{due}{cited}"


def _describe_cite(cite: dict[str, Any]) -> str:
    return str(cite["article"] or f"{cite['instrument']}: not law")


def _write_local_time(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of the demo at once."""
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
