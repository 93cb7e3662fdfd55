"""Members of a unit: the workload of each, and the order of Vietnamese name lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.domain.accounts.members import Workload, count_loads, list_members
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def build_officer(sub: str, name: str, *rights: tuple[Role, str, datetime]) -> Officer:
    assignments = tuple(Assignment(role, unit, since) for role, unit, since in rights)
    return Officer(sub=sub, name=name, title="Chuyên viên", email=f"{sub}@example.test", assignments=assignments)


def test_shares_are_counted_by_holder_and_the_late_ones_apart():
    late, soon = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    assert count_loads([("a", late), ("a", soon), ("b", None), ("a", NOW)], NOW) == {
        "a": Workload(3, 1), "b": Workload(1, 0)
    }  # fmt: skip


def test_present_members_stand_by_given_name_with_the_roles_held_there():
    since, later = NOW - timedelta(days=1), NOW + timedelta(days=1)
    officers = [
        build_officer("1", "Trần Thị Hoa", (Role.CASE_OFFICER, "u1", since)),
        build_officer("2", "Nguyễn Văn An", (Role.CASE_OFFICER, "u1", since), (Role.OPERATOR, "u1", since)),
        build_officer("3", "Lê Bình", (Role.CASE_OFFICER, "u2", since)),
        build_officer("4", "Đỗ Chi", (Role.CASE_OFFICER, "u1", later)),
    ]
    found = list_members(officers, "u1", {"1": Workload(2, 1)}, NOW)
    assert [(each.name, each.roles, each.load) for each in found] == [
        ("Nguyễn Văn An", (Role.CASE_OFFICER,), Workload()),
        ("Trần Thị Hoa", (Role.CASE_OFFICER,), Workload(2, 1)),
    ]
