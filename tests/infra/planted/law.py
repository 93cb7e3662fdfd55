"""Mistakes in a province's law."""

from __future__ import annotations

from tests.infra.planted.places import QD, TP, Mistake

MAINTENANCE = """[[value]]
id = "px.maintenance"
param = "maintenance.notice"
value = 3
from = 2026-07-01
derogates = "nd224.maintenance"
power = "Điều 38 Nghị định số 118/2025/NĐ-CP"
article = "Điều 10"
says = "Báo trước 3 ngày."
certainty = "read_once"
checked_on = 2026-12-01

[[value]]
"""
STARTS = (
    MAINTENANCE.replace("px.maintenance", "px.starts")
    .replace("maintenance.notice", "clock.start")
    .replace("nd224.maintenance", "nd309.clock_start")
    .replace("value = 3", 'value = "valid_reception"')
    .replace("from = 2026-07-01", "from = 2026-08-05")
)
END = """[[end]]
entry = "nd309.paper_cut_off"
on = 2027-01-01
article = "Điều 10"

[[value]]
"""

MISTAKES: list[Mistake] = [
    ("address of another province", QD, "motcua.tanphu.example.vn", "dichvucong.thuathienhue.gov.vn",
     "px.access.address.value", "is the address of hue already"),
    ("unknown parameter", QD, '"extension.cap"', '"extension.most"', "px.extension_cap.param",
     "params.toml does not declare 'extension.most'"),
    ("shorter notice than the law allows", QD, "[[value]]\n", MAINTENANCE, "px.maintenance.value",
     "may only raise nd224.maintenance (7)"),
    ("not open to provinces", QD, "[[value]]\n", STARTS, "px.starts.derogates", "clock.start is not open to provinces"),
    ("no article", QD, 'article = "Điều 6"\n', "", "px.day_method.article", "missing"),
    ("words for a number", QD, "value = 4\n", 'value = "bốn"\n', "px.answer.value",
     "'bốn' is not a whole number from 0 up, without quotation marks"),
    ("a list in a list", QD, 'value = ["guide", "receive"', 'value = [["guide"], "receive"', "px.post_stages.value",
     "['guide'] is not one of channel"),
    ("a day as a text", QD, 'param = "supplement.controlled_by"\nvalue = "head_of_one_stop"\nfrom = 2026-03-01',
     'param = "supplement.controlled_by"\nvalue = "head_of_one_stop"\nfrom = "2026-03-01"', "px.controlled_by.from",
     "must be a day such as 2026-03-01, without quotation marks"),
    ("an article in other words", QD, 'article = "Điều 2"', 'article = "Article 2"', "px.access.address.article",
     "'Article 2' are not official words"),
    ("an address with https", QD, '"motcua.tanphu.example.vn"', '"https://motcua.tanphu.example.vn/"',
     "px.access.address.value", "is no address"),
    ("who may not sign", QD, 'value = ["head_of_section"]', 'value = ["deputy"]', "px.in_place.head.value",
     "'deputy' is not one of head_of_section, agency_head"),
    ("no power", QD, 'power = "Điều 38 Nghị định số 118/2025/NĐ-CP"\narticle = "Điều 6"', 'article = "Điều 6"',
     "px.day_method.power", "missing: the article that allows the derogation"),
    ("instrument of the nation", f"{TP}/docs.toml", "[qd7-2026-tan-phu]",
     '[nd118-2025]\nnumber = "1"\n[qd7-2026-tan-phu]',
     "nd118-2025", "declared twice"),
    ("the end of a rule of the nation", QD, "[[value]]\n", END, "end nd309.paper_cut_off", "is not the province's own"),
    ("unknown question", QD, 'says = "Địa chỉ', 'question = "Q-X"\nsays = "Địa chỉ', "px.access.address.question",
     "questions.toml has no 'Q-X'"),
    ("text of nobody", f"{TP}/qd9.toml", "", "[[value]]\n", "-", "docs.toml has no instrument 'qd9'"),
    ("a near miss of a parameter", QD, '"extension.cap"', '"extention.cap"', "px.extension_cap.param",
     "did you mean extension.cap?"),
    ("an answer within months", QD, "value = 4\n", "value = 480\n", "px.answer.value",
     "480 is beyond sense: at most 80 (working_hour)"),
    ("an extension of twice the time", QD, '"1/2"', '"2/1"', "px.extension_cap.value", "2/1 is beyond sense"),
    ("a share in per cent", QD, '"1/2"', '"50%"', "px.extension_cap.value", "'50%' is not a share such as"),
    ("a cut-off in words", QD, 'value = "16:00"\nfrom = 2026-08-05', 'value = "16h"\nfrom = 2026-08-05',
     "px.cut_off.value", "'16h' is not a time of the day such as"),
    ("yes for true", QD, "value = true", 'value = "yes"', "px.own_portal.value", "'yes' is not true or false"),
    ("who signs for themselves", QD, 'value = ["head_of_section"]', 'value = ["agency_head"]', "px.in_place.head.value",
     "agency_head cannot sign in the place of agency_head"),
    ("nobody named whose place it is", QD, 'where = { signer = "agency_head" }\n', "", "px.in_place.head.where",
     "is missing, so that it speaks of every signer"),
    ("no moment named", QD, 'where = { moment = "reception_session" }\n', "", "px.session_day.where",
     'blds.day_of_receipt.session speaks only of moment = "reception_session": write where'),
    ("a moment misspelt", QD, 'moment = "reception_session"', 'moment = "recption_session"',
     "px.session_day.where.moment", "did you mean reception_session?"),
    ("an axis that there is not", QD, 'where = { signer = "agency_head" }', 'where = { role = "agency_head" }',
     "px.in_place.head.where", "signing.in_place has no scope role: it has signer"),
    ("a question of another province", QD, 'says = "Địa chỉ', 'question = "Q-HUE-CARRIED"\nsays = "Địa chỉ',
     "px.access.address.question", "'Q-HUE-CARRIED' is a question of another province, hue"),
    ("a decision that a copy left", QD, 'says = "Địa chỉ', 'decision = "carried"\nsays = "Địa chỉ',
     "px.access.address.decision", "speaks of texts of before 2025-07-01"),
    ("a certainty that a copy left", QD, 'hệ thống."\ncertainty = "read_once"', 'hệ thống."\ncertainty = "inferred"',
     "px.access.address.question", "an inferred entry needs a question"),
    ("read in days to come", QD, "checked_on = 2026-11-22", "checked_on = 2028-11-22", "px.answer.checked_on",
     "2028-11-22 is still to come"),
    ("a target misspelt", QD, '"svc.extension_cap"', '"svc.extention_cap"', "px.extension_cap.derogates",
     "did you mean svc.extension_cap?"),
    ("the article before its clause", QD, '"khoản 1 Điều 8"', '"Điều 8 khoản 1"', "px.extension_cap.article",
     "write \"khoản 2 Điều 37\""),
    ("an article of another language", QD, '"khoản 2 Điều 8"', '"Art. 8"', "px.extension_chain.article",
     "write \"Điều 37\""),
    ("the same signer twice", QD, '["agency_head"]', '["agency_head", "agency_head"]', "px.extension_chain.value",
     "names something twice"),
    ("a rule of another province", QD, '"svc.supplement_in_all"', '"hue.nobody"', "px.supplement_in_all.derogates",
     "no entry 'hue.nobody' of supplement.max_in_all"),
    ("an id with spaces", QD, '"px.cut_off"', '"px cut off"', "px cut off.id", "an id is letters without accents"),
    ("an answer at once", QD, "value = 4\n", "value = 0\n", "px.answer.value", "0 is beyond sense: at least 1"),
    ("a cut-off at night", QD, 'value = "16:00"\nfrom = 2026-03-01', 'value = "23:00"\nfrom = 2026-03-01',
     "px.other_cut_off.value", "23:00 is beyond sense: from 05:00 to 20:00"),
    ("a rule in English", QD, '"Nộp trực tuyến trên cổng của tỉnh."', '"File online."', "px.own_portal.says",
     "is no Vietnamese sentence"),
    ("a power in English", QD, 'power = "Điều 38 Nghị định số 118/2025/NĐ-CP"\narticle = "Điều 3"',
     'power = "the decree"\narticle = "Điều 3"', "px.own_portal.power", "names no article"),
    ("the same text twice", f"{TP}/qd7-2026-tan-phu (1).toml", "", "[[value]]\n", "-",
     "docs.toml has no instrument 'qd7-2026-tan-phu (1)'"),
]  # fmt: skip
