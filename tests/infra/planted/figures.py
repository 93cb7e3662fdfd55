"""Mistakes in competence, calendar, and what is different of everybody's data."""

from __future__ import annotations

from tests.infra.planted.places import CALENDAR, NOTICES, OWN, TP, Mistake

CLOSED = """[[closed]]
day = 2026-10-12
name_vi = "Ngày nghỉ"
name_en = "Day off"
doc = "qd7-2026-tan-phu"

"""
PROCESS = (
    '{"hours": 8, "steps": [{"role": "specialist", "vi": "Thẩm định", "en": "Appraise", "by_vi": "Chuyên viên", '
    '"by_en": "Specialist", "hours": 8}]}'
)
TIME = (
    '{"value": 3, "unit": "working_day", "text_vi": "03 ngày làm việc", "legal_reference": "Điều 22", '
    '"same_day_cut_off": null, "variants": []}'
)

MISTAKES: list[Mistake] = [
    ("season without a day", CALENDAR, '["04-16", "10-15"]', '["04-16"]', "hours[2].season",
     "is not a first and a last day"),
    ("a shift as a text", CALENDAR, "opens = 07:30:00", 'opens = "07:30"', "hours[0].opens",
     "must be a time such as 07:30:00, without quotation marks"),
    ("a day off without English", CALENDAR, 'name_en = "Province day"', "", "closed[0].name_en", "missing"),
    ("hours of an unknown text", CALENDAR, 'doc = "qd7-2026-tan-phu"', 'doc = "qd8"', "hours[0].doc",
     "docs.toml has no instrument 'qd8'"),
    ("unknown way of competence", f"{TP}/competence.json", "", '{"kinds": {"department": {"take": "any"}}}',
     "kinds.department.take", "'any' is not one of own_committee, unit, department, node"),
    ("hours of an unknown unit", CALENDAR, '"TP-N90002-1C"', '"TP-X1"', "unit",
     "agencies.json has no agency: 'TP-X1' is not one of TP-UBND"),
    ("overlapping shifts", CALENDAR, "opens = 13:30:00\ncloses = 17:00:00", "opens = 11:00:00\ncloses = 17:00:00",
     "hours of the province",
     "shifts overlap: 07:30–11:30 and 11:00–17:00"),
    ("a procedure that is none", OWN, '"1.004873"', '"9.9"', "9.9", "there is no such procedure"),
    ("a fee without its text", OWN, '"basis_vi": "khoản 1', '"basis": "khoản 1', "1.004873.basis_vi", "missing"),
    ("half a dong", OWN, '"amount": 12000', '"amount": 12000.5', "1.004873.fees[0].amount",
     "12000.5 is not a whole number"),
    ("a fee without English", OWN, ', "en": "Marital-status certificate"', "", "1.004873.fees[0].en", "missing"),
    ("a quota of nothing", f"{TP}/quotas.json", '"person": 60', '"person": 0', "searches.person", "must be at least 1"),
    ("an unknown quota", f"{TP}/quotas.json", '"searches"', '"seeks"', "seeks", "is not one of drafts, saves"),
    ("a notice in one language", NOTICES, '["submitted.to_pay".en]', '["submitted.to_pay".fr]', "submitted.to_pay",
     "needs words in each of vi, en"),
    ("an unknown notice", NOTICES, '"submitted.to_pay"', '"submitted.to_play"', "submitted.to_play",
     "there is no such notice"),
    ("alarms of nobody", f"{TP}/alarms.json", "", '{"odd": {}}', "odd", "is not one of mass_reading"),
    ("closed in a year without a calendar", CALENDAR, "day = 2026-10-12", "day = 2099-10-12", "closed.day",
     "2099-10-12 lies in no calendar: they reach from"),
    ("closed twice", CALENDAR, '[[closed]]\nunit = "TP-N90002-1C"', f'{CLOSED}[[closed]]\nunit = "TP-N90002-1C"',
     "closed.day", "2026-10-12 is given twice for the whole province"),
    ("open on a day on which it is closed", CALENDAR, "on = 2026-12-31", "on = 2026-10-12", "hours.on",
     "2026-10-12 is closed for the whole province, and open here"),
    ("hours of a year to come", CALENDAR, "on = 2026-12-31", "on = 2062-12-31", "hours.on", "lies in no calendar"),
    ("hours by the text of another province", CALENDAR, 'doc = "qd7-2026-tan-phu"', 'doc = "qc2024-lai-chau"',
     "hours[0].doc", "'qc2024-lai-chau' is a text of another province, lai-chau"),
    ("a unit as a number", CALENDAR, 'unit = "TP-N90002-1C"', "unit = 5", "hours[5].unit", "must be a text"),
    ("a day of the week of eight", CALENDAR, "days = [6]", "days = [8]", "hours[4].days", "are not days of the week"),
    ("both a day and a date", CALENDAR, "on = 2026-12-31", "on = 2026-12-31\ndays = [4]", "hours[6]",
     "names either days of the week or one date"),
    ("a near miss of a key of a fee", OWN, '"amount"', '"ammount"', "1.004873.fees[0].ammount",
     "unknown key; did you mean amount?"),
    ("when a fee is due", OWN, '"due": "reception"', '"due": "recption"', "1.004873.fees[0].due",
     "did you mean reception?"),
    ("per what a fee is", OWN, '"per": "dossier"', '"per": "person"', "1.004873.fees[0].per",
     "'person' is not one of dossier, copy, page"),
    ("who pays nothing", OWN, '"exempt": ["merit", "poor_household"', '"exempt": ["merit", "poor_houshold"',
     "1.004873.fees[0].exempt[1]", "did you mean poor_household?"),
    ("a fee of thousands of millions", OWN, '"amount": 12000', '"amount": 12000000000', "1.004873.fees[0].amount",
     "12000000000 is beyond sense: from 0 to 1000000000"),
    ("an amount in quotation marks", OWN, '"amount": 12000', '"amount": "12000"', "1.004873.fees[0].amount",
     "'12000' is not a whole number"),
    ("a fee less than nothing", OWN, '"amount": 12000', '"amount": -12000', "1.004873.fees[0].amount", "beyond sense"),
    ("a level of service by number", OWN, '"basis_vi"', '"online_level": "4", "basis_vi"', "1.004873.online_level",
     "'4' is not one of full, partial, info"),
    ("a way of delivery", OWN, '"basis_vi"', '"delivery": ["direct", "posta"], "basis_vi"', "1.004873.delivery[1]",
     "did you mean postal?"),
    ("nobody can file", OWN, '"basis_vi"', '"delivery": [], "basis_vi"', "1.004873.delivery", "nobody could file"),
    ("a role misspelt", OWN, '"basis_vi"', f'"process": {PROCESS.replace("specialist", "specalist")}, "basis_vi"',
     "1.004873.process.steps[0].role", "did you mean specialist?"),
    ("hours of no length", OWN, '"basis_vi"', f'"process": {PROCESS.replace("8", "0")}, "basis_vi"',
     "1.004873.process.hours", "0 is not a number of working hours above 0"),
    ("a process longer than its time", OWN, '"basis_vi"', f'"process": {PROCESS.replace("8", "80")}, "basis_vi"',
     "1.004873.process.hours", "80 hours exceed the procedure's time of"),
    ("steps that take another sum", OWN, '"basis_vi"',
     f'"process": {PROCESS.replace("8", "9", 1)}, "basis_vi"', "1.004873.process.steps",
     "the steps take 8 hours, not the 9 stated"),
    ("a unit of time", OWN, '"basis_vi"', f'"processing_time": {TIME.replace("working_day", "workday")}, "basis_vi"',
     "1.004873.processing_time.unit", "'workday' is not one of"),
    ("a time of nothing", OWN, '"basis_vi"', f'"processing_time": {TIME.replace(": 3", ": 0")}, "basis_vi"',
     "1.004873.processing_time.value", "0 is beyond sense: from 1"),
    ("a clock of another form", OWN, '"basis_vi"', f'"processing_time": {TIME.replace("null", "15")}, "basis_vi"',
     "1.004873.processing_time.same_day_cut_off", "15 is not a time such as"),
    ("a question that the form does not ask", OWN, '"choice": null', '"count": {"of": "pages"}, "choice": null',
     "1.004873.fees[0].count.of", "'pages' is not one of"),
    ("a component of its own", OWN, '"basis_vi"', '"components": [], "basis_vi"', "1.004873.components", "unknown key"),
    ("a quota beyond sense", f"{TP}/quotas.json", '"person": 60', '"person": 60000000', "searches.person",
     "at most 100000"),
    ("a placeholder that the moment lacks", NOTICES, "{number}", "{numbr}", "submitted.to_pay", "gives no numbr"),
    ("closed before the text has effect", CALENDAR, "day = 2026-10-12", "day = 2026-02-02", "closed[0].day",
     "2026-02-02: qd7-2026-tan-phu has effect only from 2026-03-01"),
    ("reception within working time", CALENDAR, "days = [6]", "days = [5]", "hours.reception_only",
     "reception lies within working time: 07:30–11:30 and 07:30–11:30"),
    ("a department that there is not", f"{TP}/competence.json", "",
     '{"kinds": {"department": {"take": "unit", "at_centre_department": "SO_X"}}}',
     "kinds.department.at_centre_department", "'SO_X' is not one of SO_CONG_THUONG"),
    ("an authority that there is not", f"{TP}/competence.json", "",
     '{"kinds": {"commune_police": {"take": "node", "kind": "court_enforcement"}}}', "kinds.commune_police.kind",
     "agencies.json has no agency of the kind court_enforcement"),
    ("a brace too few", NOTICES, "{number}", "{number", "submitted.to_pay", "a brace stands alone"),
    ("a title for a subject", NOTICES, "subject", "title", "submitted.to_pay",
     "title is not one of subject, body, sms"),
]  # fmt: skip
