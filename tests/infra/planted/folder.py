"""Mistakes in what a province says of itself."""

from __future__ import annotations

import unicodedata

from tests.infra.planted.places import ABOUT, AGENCIES, TP, Mistake


def decompose(text: str) -> str:
    """Return a text as some systems store it, letters and accents apart."""
    return unicodedata.normalize("NFD", text)


SAME_NUMBER = """certainty = "read_once"

[qd8-2026-tan-phu]
number = "7/2026/QĐ-UBND"
name_vi = "Quyết định số 8/2026/QĐ-UBND (Tân Phú)"
kind = "law"
issuer_vi = "UBND tỉnh Tân Phú"
effect_from = 2026-03-01
certainty = "read_once"
"""

MISTAKES: list[Mistake] = [
    ("code of another folder", ABOUT, 'code = "tan-phu"', 'code = "tan-an"', "code",
     "must be the folder's name, tan-phu"),
    ("no English name", ABOUT, 'name_en = "Tan Phu Province"', "", "province.name_en", "missing"),
    ("empty name", ABOUT, '"Tỉnh Tân Phú"', '""', "province.name_vi", "must be a text that is not empty"),
    ("unknown key", ABOUT, "basis =", 'colour = "red"\nbasis =', "province.colour", "unknown key"),
    ("odd basis", ABOUT, '"own_regulation"', '"none"', "basis", "'none' is not one of own_regulation, national_base"),
    ("unknown regulation", ABOUT, '"qd7-2026-tan-phu"', '"qd8"', "regulation", "docs.toml has no instrument 'qd8'"),
    ("regulation of a neighbour", ABOUT, '"qd7-2026-tan-phu"', '"qc2024-lai-chau"', "regulation",
     "'qc2024-lai-chau' is a text of another province, lai-chau"),
    ("prefix of clauses used", ABOUT, "regulation =", 'clauses = "HUE"\nregulation =', "clauses",
     "HUE is the prefix of clauses of hue already"),
    ("no colour", ABOUT, "#7a2e0e", "brown", "look.action", "'brown' is not a colour, #rrggbb in small letters"),
    ("pale colour", ABOUT, "#7a2e0e", "#ffd0d0", "look.action",
     "#ffd0d0 on #f1efeb has a contrast of 1.2, at least 4.5 is readable"),
    ("an address that takes no mail", ABOUT, '"hanhchinhcong@', '"hanhchinhcong at ', "contact.email",
     "is no e-mail address"),
    ("unknown contact", ABOUT, "[contact]", '[contact]\nfax = "1"', "contact.fax", "unknown key"),
    ("unknown look", ABOUT, "[look]", '[look]\nfont = "x"', "look.font", "unknown key"),
    ("no text of its own", ABOUT, 'regulation = "qd7-2026-tan-phu"\n', "", "regulation", "missing"),
    ("empty file", ABOUT, "", "", "province.code", "missing"),
    ("empty year", "calendar/2030.toml", "", "", "year.year", "missing"),
    ("mark with a script", f"{TP}/mark.svg", "<path", "<s:script>1</s:script><path", "-",
     "must be a drawing without scripts and without anything from elsewhere"),
    ("file of no use", f"{TP}/notes.docx", "", "x", "-", "a province has no such file"),
    ("folder without a colour for dark screens", ABOUT, 'action_dark = "#f0b08a"\n', "", "look.action_dark",
     "missing: a colour for light screens and one for dark screens"),
    ("a merger without its day", ABOUT, "basis =", 'successor_vi = "Tỉnh Lớn"\nbasis =', "province.successor_since",
     "missing: successor_vi says that the province was merged"),
    ("a day of a merger without its name", ABOUT, "basis =", "successor_since = 2026-07-01\nbasis =",
     "province.successor_vi", "missing: successor_since says that"),
    ("the name of another province", ABOUT, '"Tỉnh Tân Phú"', '"Tỉnh Lai Châu"', "province.name_vi",
     "Tỉnh Lai Châu is the name of lai-chau already"),
    ("a name as long as a sentence", ABOUT, '"Tan Phu Province"', f'"{"Tan Phu " * 9}Province"', "province.name_en",
     "80 characters, at most 60"),
    ("a near miss of a key", ABOUT, "name_en", "nam_en", "province.nam_en", "unknown key; did you mean name_en?"),
    ("a name with accents apart", ABOUT, '"Tỉnh Tân Phú"', f'"{decompose("Tỉnh Tân Phú")}"', "name_vi",
     "is spelt with letters and accents apart (NFD)"),
    ("a name with a no-break space", ABOUT, '"Tan Phu Province"', '"Tan\u00a0Phu Province"', "name_en",
     "holds U+00A0 (no-break space), which nobody sees"),
    ("a name with an end that nobody sees", ABOUT, '"Tỉnh Tân Phú"', '"Tỉnh Tân Phú\u200b"', "name_vi",
     "holds U+200B (zero width space)"),
    ("a name with a space too much", ABOUT, '"Tan Phu Province"', '"Tan Phu Province "', "name_en",
     "begins or ends with a space"),
    ("another name among the agencies", AGENCIES, '"vi": "Tỉnh Tân Phú"', '"vi": "Tỉnh Tân An"', "vi",
     "'Tỉnh Tân An' is not the name that province.toml gives, 'Tỉnh Tân Phú'"),
    ("another English name among the agencies", AGENCIES, '"en": "Tan Phu Province"', '"en": "Tan An"', "en",
     "'Tan An' is not the name that province.toml gives"),
    ("broken XML in the mark", f"{TP}/mark.svg", "</svg>", "</svgg>", "-", "broken XML in line 1, column"),
    ("a mark that no browser draws", f"{TP}/mark.svg", ' xmlns="http://www.w3.org/2000/svg"', "", "-",
     "must begin with <svg xmlns="),
    ("a mark without a size", f"{TP}/mark.svg", " viewBox=", " box=", "-", "needs a viewBox"),
    ("a mark from elsewhere", f"{TP}/mark.svg", "<path", '<image href="https://a.example/x.png"/><path', "-",
     "without anything from elsewhere"),
    ("a text from another time", f"{TP}/docs.toml", "effect_from = 2026-03-01", "effect_from = 2062-03-01",
     "qd7-2026-tan-phu.effect_from", "2062-03-01 lies outside the years from 2000"),
    ("a text that ends before it begins", f"{TP}/docs.toml", "effect_from = 2026-03-01",
     "effect_from = 2026-03-01\neffect_until = 2026-02-01", "qd7-2026-tan-phu.effect_until",
     "must be after 2026-03-01"),
    ("a text of an odd kind", f"{TP}/docs.toml", 'kind = "law"', 'kind = "laws"', "qd7-2026-tan-phu.kind",
     "'laws' is not one of law, notice, service; did you mean law?"),
    ("a prefix that is none", ABOUT, "regulation =", 'clauses = "T P"\nregulation =', "clauses",
     "'T P' is no prefix: two to five capital letters"),
    ("a question that goes on without a day", ABOUT, "basis =", 'carried_question = "Q-HUE-CARRIED"\nbasis =',
     "province.carried_from", "missing: carried_question says that its own regulation goes on"),
    ("a name without accents", ABOUT, '"Tỉnh Tân Phú"', '"Tinh Tan Phu"', "province.name_vi", "it has no accents"),
    ("a mark without a drawing", f"{TP}/mark.svg", "", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
     "-", "draws nothing"),
    ("a text of the software", f"{TP}/docs.toml", 'kind = "law"', 'kind = "service"', "qd7-2026-tan-phu.kind",
     "service is for defaults of the software"),
    ("the number of another text", f"{TP}/docs.toml", 'certainty = "read_once"\n', SAME_NUMBER,
     "qd8-2026-tan-phu.number", "7/2026/QĐ-UBND, UBND tỉnh Tân Phú is the number of qd7-2026-tan-phu already"),
    ("a question of another form", f"{TP}/questions.toml", "", 'when = "Từ khi nào?"\n', "when", "is called as Q-NAME"),
]  # fmt: skip
