"""The switches that turn a clause off: a law entry, a row of the flow table, or one named guard.

- `law:<entry>` — the entry is taken out, so that the rule it derogates from holds again; an entry
  that derogates from nothing, or from the same value, gets another value.
- `flow:received/transfer`, `flow:processing/resolve/granted`, `flow:request/extension` — the row is taken out.
- `guard:chalicelib.steps.dossier.guards.require_ground` — the guard runs, and no longer refuses.
- `guard:chalicelib.domain.privacy.sight.can_see->True` — the guard returns that value; on a
  module's constant, its value is replaced.

A switch is turned off in a copy of the sources only: the product has no flag for it.
"""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from chalicelib.domain.flow.transitions import REQUESTS, TABLE
from infra.conformance.clauses import ROOT
from infra.law.build import build_rule_set, encode_canonical

LAW = "chalicelib/data/built/law.json"
LAW_SOURCES = "chalicelib/data/law"
TABLE_OF_STEPS = "chalicelib/domain/flow/flow_table.py"
RULES_OF_REQUESTS = "chalicelib/domain/flow/flow_requests.py"
_OTHER_TIME = {"15:00": "16:00"}

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class NoSuchSwitchError(Exception):
    """The switch does not exist, or cannot be turned off."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch by kind and name; `instead` is the value of a bypassed guard."""

    kind: str
    name: str
    instead: str = ""


def parse_switch(text: str) -> Switch:
    """Return the switch that a text names. Raises NoSuchSwitchError on another shape."""
    kind, _, rest = text.partition(":")
    name, _, instead = rest.partition("->")
    if kind not in _OFF or not name or (instead and kind != "guard"):
        raise NoSuchSwitchError(f"{text}: not of the form law:…, flow:… or guard:…")
    return Switch(kind, name, instead)


def require_switch(text: str) -> None:
    """Refuse a switch that does not exist or that nothing can turn off (NoSuchSwitchError)."""
    switch = parse_switch(text)
    if switch.kind == "law":
        # Hundreds of clauses name an entry: that it can be turned off is seen without writing the law each time.
        _find_law_change(_load_built(ROOT / LAW_SOURCES), switch.name)
        return
    if switch.kind == "guard":
        _import_guard_module(switch.name)
    turn_off(switch, ROOT)


def turn_off(switch: Switch, root: Path) -> tuple[Path, str]:
    """Return the file to change in the sources under `root`, and its text with the switch off."""
    return _OFF[switch.kind](switch, root)


def _turn_law_off(switch: Switch, root: Path) -> tuple[Path, str]:
    """Turn a law entry off in the sources of the law: the built file may be missing or older."""
    built: dict[str, Any] = json.loads(_read_built(root / LAW_SOURCES))
    entry, instead = _find_law_change(built, switch.name)
    if instead is None:
        _take_out(built, entry)
    else:
        entry.update(instead)
    return root / LAW, encode_canonical(built) + "\n"


def _find_law_change(built: Mapping[str, Any], name: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return an entry of the built law with what it says instead, None where it is taken out. Raises
    NoSuchSwitchError."""
    entries = {entry["id"]: entry for entry in built["entries"]}
    entry = entries.get(name)
    if entry is None:
        raise NoSuchSwitchError(f"law:{name}: the built law has no such entry")
    base = entries.get(entry.get("derogates", ""))
    if base is None or base.get("value") == entry.get("value"):
        return entry, {"value": _choose_other_value(entry, {row["id"]: row for row in built["params"]}[entry["param"]])}
    return entry, None


@cache
def _load_built(source: Path) -> Mapping[str, Any]:
    """Return the built law to look at; a copy is read where something in it changes."""
    built: Mapping[str, Any] = json.loads(_read_built(source))
    return built


@cache
def _read_built(source: Path) -> str:
    return encode_canonical(build_rule_set(source))


def _take_out(built: dict[str, Any], gone: Mapping[str, Any]) -> None:
    """Return the source without the entry; entries that derogated from it derogate from its base."""
    built["entries"] = [entry for entry in built["entries"] if entry["id"] != gone["id"]]
    for entry in built["entries"]:
        if entry.get("derogates") == gone["id"]:
            entry["derogates"] = gone["derogates"]


def _choose_other_value(entry: Mapping[str, Any], param: Mapping[str, Any]) -> Any:
    """Return another value of the parameter's type, as little different as can be."""
    value = entry.get("value")
    if value is None:
        raise NoSuchSwitchError(f"law:{entry['id']}: silence alone cannot be turned off")
    match param["type"]:
        case "int" if isinstance(value, int):
            return value + 1
        case "flag":
            return not value
        case "fraction":
            return "1/1"
        case "time":
            return _OTHER_TIME.get(str(value), "15:00")
        case "choice":
            return next((word for word in param["choices"] if word != value), "")
        case "choices" if isinstance(value, list):
            return value[:-1]
        case "text":
            return f"X{value}"
    raise NoSuchSwitchError(f"law:{entry['id']}: no other value of this type is known")


def _turn_flow_off(switch: Switch, root: Path) -> tuple[Path, str]:
    state, _, rest = switch.name.partition("/")
    if state == "request":
        if rest not in {kind.value for kind in REQUESTS}:
            raise NoSuchSwitchError(f"flow:{switch.name}: no such request")
        line = f"REQUESTS = {{kind: rule for kind, rule in REQUESTS.items() if kind != {rest!r}}}"
        path = root / RULES_OF_REQUESTS
        return path, _insert_after(path, "REQUESTS", line)
    step, _, case = rest.partition("/")
    if (state, step, case) not in {(row.state.value, row.step.value, row.case) for row in TABLE}:
        raise NoSuchSwitchError(f"flow:{switch.name}: the flow table has no such row")
    wanted = f"(row.state, row.step, row.case) != {(state, step, case)!r}"
    path = root / TABLE_OF_STEPS
    return path, _insert_after(path, "TABLE", f"TABLE = tuple(row for row in TABLE if {wanted})")


def _insert_after(path: Path, name: str, line: str) -> str:
    """Return the module's text with a line after the statement that assigns `name`."""
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if name in _list_targets(node):
            lines = text.splitlines(keepends=True)
            return "".join([*lines[: node.end_lineno], f"{line}\n", *lines[node.end_lineno :]])
    raise NoSuchSwitchError(f"{path.name} does not assign {name}")


def _list_targets(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.AnnAssign):
        return {node.target.id} if isinstance(node.target, ast.Name) else set()
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


def _guard_off(switch: Switch, root: Path) -> tuple[Path, str]:
    path, inner = _file_of(switch.name, root)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = _find_function(tree, inner)
    if found is None and switch.instead:
        return path, _insert_after(path, ".".join(inner), f"{'.'.join(inner)} = {switch.instead}")
    if found is None:
        raise NoSuchSwitchError(f"guard:{switch.name}: there is no such function")
    if switch.instead:
        found.body = [ast.Return(ast.parse(switch.instead, mode="eval").body)]
    elif not _remove_raises(found):
        raise NoSuchSwitchError(f"guard:{switch.name}: it refuses nowhere; say what it answers instead: ->…")
    return path, ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _file_of(name: str, root: Path) -> tuple[Path, list[str]]:
    """Return the module's file and the rest of a dotted name."""
    words = name.split(".")
    for cut in range(len(words) - 1, 0, -1):
        path = root.joinpath(*words[:cut]).with_suffix(".py")
        if path.is_file():
            return path, words[cut:]
    raise NoSuchSwitchError(f"guard:{name}: there is no such module")


def _find_function(tree: ast.Module, words: list[str]) -> _Function | None:
    body: list[ast.stmt] = tree.body
    for word in words[:-1]:
        body = next((node.body for node in body if isinstance(node, ast.ClassDef) and node.name == word), [])
    named = (node for node in body if isinstance(node, _Function) and node.name == words[-1])
    return next(named, None)


def _remove_raises(function: _Function) -> bool:
    """Take every `raise` out of a function; False when there was none."""
    silencer = _Silencer()
    function.body = [silencer.visit(node) for node in function.body]
    return silencer.found


class _Silencer(ast.NodeTransformer):
    found = False

    def visit_Raise(self, _: ast.Raise) -> ast.Pass:
        self.found = True
        return ast.Pass()


def _import_guard_module(name: str) -> ModuleType:
    """Return the product's module that a guard lives in, imported. Raises NoSuchSwitchError."""
    path, inner = _file_of(name, ROOT)
    dotted = name.removesuffix("." + ".".join(inner))
    if not dotted.startswith("chalicelib."):
        raise NoSuchSwitchError(f"guard:{name}: a guard is the product's own")
    module = importlib.import_module(dotted)
    if not hasattr(module, inner[0]):
        raise NoSuchSwitchError(f"guard:{name}: {path.name} has no {inner[0]}")
    return module


_OFF = {"law": _turn_law_off, "flow": _turn_flow_off, "guard": _guard_off}
