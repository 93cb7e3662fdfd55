"""`make demo`: one stack per province on one throw-away local cloud, then the stories, over HTTP alone.

Prints a readable timeline with due dates and articles; exits non-zero on the slightest difference.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.domain.worktime import VIETNAM
from infra.deploy import PROVINCES
from infra.local.cloud import LocalCloud
from infra.local.person import Person, UnexpectedAnswerError
from infra.local.ports import free_port
from infra.local.serve import served
from infra.local.stack import LocalStack
from infra.local.stories import Story, hue_household_business, lai_chau_marital_status, proven, refusals


def main() -> int:
    """Run every story; 0 when all is as it must be, 1 with the difference on stderr."""
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as state, LocalCloud(Path(state)) as cloud, contextlib.ExitStack() as up:
            stacks = {
                name: up.enter_context(served(LocalStack(cloud, name, free_port()), free_port())) for name in PROVINCES
            }
            say(f"{len(stacks)} stacks are up after {time.monotonic() - started:.1f} s")
            for stack in stacks.values():
                _basis(stack)
            _tell(Story(stacks["hue"]), hue_household_business)
            _tell(Story(stacks["lai-chau"]), lai_chau_marital_status)
            story = Story(stacks["hue"])
            say("\nRefusals (Huế)")
            refusals(story)
            _print_seen(story)
    except UnexpectedAnswerError as difference:
        print(f"DIFFERENT: {difference}", file=sys.stderr)
        return 1
    say(f"\nAll as it must be, {time.monotonic() - started:.1f} s")
    return 0


def _basis(stack: LocalStack) -> None:
    law = Person(stack).get("/api/law")
    say(f"  {stack.province:<11} {law['basis']:<15} regime {law['regime']}, rules {law['digest'][:12]}")


def _tell(story: Story, tale: Any) -> None:
    say(f"\n{tale.__doc__.splitlines()[0]}")
    dossier = tale(story)
    proven(story, dossier)
    for line in story.person("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"]:
        say("  " + _line(line))
    _print_seen(story)


def _line(line: dict[str, Any]) -> str:
    """One fact: when, what, by whom, until when, under which article."""
    due = f"  due {_local(line['due_at'])}" if line["due_at"] else ""
    articles = "; ".join(_cite(cite) for cite in line["law"])
    by = " of ".join(filter(None, (line["role"], line["unit"])))
    cited = f"  [{articles}]" if articles else ""
    return f"{_local(line['occurred_at'])}  {line['kind']:<20} {by:<36}{due}{cited}"


def _cite(cite: dict[str, Any]) -> str:
    return str(cite["article"] or f"{cite['instrument']}: not law")


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def _print_seen(story: Story) -> None:
    for line in story.seen:
        say(f"  ✓ {line}")


def say(text: str) -> None:
    """A line of the demo's output, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
