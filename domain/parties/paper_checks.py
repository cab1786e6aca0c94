"""The checks of what the papers say: names, codes, capital, business, domicile, terms; pure."""

from datetime import timedelta

from domain.kernel.seeing import FieldReading
from domain.parties.checks import (
    CONTRARY,
    DOUBTFUL,
    FORM,
    ID_CARD,
    LICENCE,
    MATCHED,
    REGISTER,
    Check,
    Compared,
    Evidence,
    Said,
    compared,
)
from domain.parties.readings import (
    SURE_MIN,
    day_of,
    ending_of,
    is_long_term,
    plain,
    shown,
    text_of,
)
from vocabulary.certification import CheckItem
from vocabulary.documents import DocumentField as F
from vocabulary.identifiers import (
    birth_date,
    compact_resident_id,
    compact_uscc,
    mask_resident_id,
    resident_id_problem,
    uscc_problem,
)
from vocabulary.money import wan_text
from vocabulary.printed import capital_fen
from vocabulary.regions import ALSO_KNOWN, REGIONS

ADULT_AGE = 18
DAYS_OF_A_YEAR = 365.2425
SHARED_SIGNS = 2  # of a business and a scope: two signs in a row make a word
WEAK_WORDS = frozenset({"销售", "服务", "生产", "经营", "业务", "制造", "研发", "技术", "管理"})


def enterprise_name(seen: Evidence) -> Check:
    """The firm's name on form, licence and register."""
    record = seen.record
    said = Said(
        CheckItem.ENTERPRISE_NAME,
        "企业名称",
        seen.form.name,
        seen.licence.get(F.NAME),
        record.name if record else None,
    )
    return compared(said, sure_min=SURE_MIN)


def uscc(seen: Evidence) -> Check:
    """The firm's code: check digit on the document, same on the form, nobody else's."""
    record, printed = seen.record, seen.licence.get(F.USCC)
    item = CheckItem.USCC
    said = Said(item, "统一社会信用代码", seen.form.uscc, printed, record.uscc if record else None)
    if seen.uscc_taken:
        sentence = "该统一社会信用代码已由另一账户完成认证，需人工核对"
        return Check(item, DOUBTFUL, sentence, said.values())
    if printed is not None and (problem := uscc_problem(printed.text)):
        verdict = CONTRARY if printed.sure >= SURE_MIN else DOUBTFUL
        mend = "请上传清晰的营业执照原件照片后重新提交"
        return Check(item, verdict, f"营业执照上：{problem}", said.values(), mend)
    return compared(
        said,
        sure_min=SURE_MIN,
        same=lambda one, other: compact_uscc(one) == compact_uscc(other),
    )


def legal_representative(seen: Evidence) -> Check:
    """The same person on form, licence, register and ID card."""
    item, record = CheckItem.LEGAL_REPRESENTATIVE, seen.record
    on_card = seen.id_front.get(F.NAME)
    said = Said(
        item,
        "法定代表人",
        seen.form.legal_representative,
        seen.licence.get(F.LEGAL_REPRESENTATIVE),
        record.legal_representative if record else None,
    )
    found = compared(said, sure_min=SURE_MIN)
    values = found.values
    if on_card is not None:
        values = (*values, Compared(ID_CARD, shown(on_card.text)))
    if found.verdict is CONTRARY:
        return Check(item, CONTRARY, found.sentence, values, found.mend)
    if on_card is None:
        return Check(item, DOUBTFUL, "身份证上未能读出姓名，需人工核对", values)
    if plain(on_card.text) != plain(seen.form.legal_representative):
        if on_card.sure < SURE_MIN:
            return Check(item, DOUBTFUL, "身份证上的姓名看不清，需人工核对", values)
        mend = "请上传营业执照所载法定代表人本人的身份证"
        return Check(item, CONTRARY, "身份证姓名与法定代表人不一致", values, mend)
    return Check(item, found.verdict, found.sentence, values)


def registered_capital(seen: Evidence) -> Check:
    """The capital on form, licence and register, whatever way it is written in."""
    item, record, fen = CheckItem.REGISTERED_CAPITAL, seen.record, seen.form.registered_capital_fen
    printed = seen.licence.get(F.REGISTERED_CAPITAL)
    values = [Compared(FORM, wan_text(fen))]
    if printed is not None:
        values.append(Compared(LICENCE, shown(printed.text)))
    registered = record.registered_capital_fen if record else None
    if registered is not None:
        values.append(Compared(REGISTER, wan_text(registered)))
    shown_values = tuple(values)
    on_paper = capital_fen(printed.text) if printed else None
    if registered == fen and on_paper in (None, fen):
        return Check(item, MATCHED, "注册资本一致", shown_values)
    if on_paper is not None and printed is not None and on_paper != fen:
        if printed.sure >= SURE_MIN and registered in (None, on_paper):
            mend = "请按营业执照核对注册资本（注意单位是万元）后重新提交"
            return Check(item, CONTRARY, "填报的注册资本与营业执照不一致", shown_values, mend)
        return Check(item, DOUBTFUL, "注册资本有出入，需人工核对", shown_values)
    if on_paper == fen and registered is None and printed and printed.sure >= SURE_MIN:
        return Check(item, MATCHED, "注册资本一致", shown_values)
    return Check(item, DOUBTFUL, "注册资本未能与营业执照或登记系统核对", shown_values)


def main_business(seen: Evidence) -> Check:
    """Some word of the business filled in stands in the licensed scope."""
    item, typed = CheckItem.MAIN_BUSINESS, plain(seen.form.main_business)
    printed = text_of(seen.licence, F.BUSINESS_SCOPE)
    registered = seen.record.business_scope if seen.record else ""
    values = [Compared(FORM, shown(seen.form.main_business))]
    values += [Compared(LICENCE, shown(printed))] if printed else []
    values += [Compared(REGISTER, shown(registered))] if registered else []
    scope = plain(printed + registered)
    if not scope:
        return Check(item, DOUBTFUL, "未能读出经营范围，需人工核对", tuple(values))
    words = {typed[at : at + SHARED_SIGNS] for at in range(len(typed) - SHARED_SIGNS + 1)}
    if any(word in scope for word in words - WEAK_WORDS):
        return Check(item, MATCHED, "主营业务在经营范围之内", tuple(values))
    return Check(item, DOUBTFUL, "主营业务未见于经营范围，需人工核对", tuple(values))


def domicile(seen: Evidence) -> Check:
    """The region filled in is the one in the address."""
    item, region = CheckItem.DOMICILE, seen.form.region
    printed = text_of(seen.licence, F.ADDRESS)
    registered = seen.record.address if seen.record else ""
    values = [Compared(FORM, REGIONS.get(region, region))]
    values += [Compared(LICENCE, shown(printed))] if printed else []
    values += [Compared(REGISTER, shown(registered))] if registered else []
    address = plain(printed or registered)
    if not address:
        return Check(item, DOUBTFUL, "未能读出住所，需人工核对", tuple(values))
    names = {name for name, code in ALSO_KNOWN.items() if code == region} | {REGIONS[region]}
    if any(name in address for name in names):
        return Check(item, MATCHED, "住所在所填区域", tuple(values))
    return Check(item, DOUBTFUL, "住所与所填区域不一定相符，需人工核对", tuple(values))


def licence_term(seen: Evidence) -> Check:
    """The licence is in force today, and as old as the register says."""
    item, record = CheckItem.LICENCE_TERM, seen.record
    until, since = ending_of(seen.licence.get(F.BUSINESS_TERM)), seen.licence.get(F.ESTABLISHED_ON)
    values = []
    if since is not None:
        values.append(Compared(f"{LICENCE}成立日期", shown(since.text)))
    if until is not None:
        values.append(Compared(f"{LICENCE}营业期限", shown(until.text)))
    if record is not None and record.established_on is not None:
        values.append(Compared(f"{REGISTER}成立日期", record.established_on.isoformat()))
    shown_values = tuple(values)
    began = day_of(since.text) if since else None
    if began is None:
        return Check(item, DOUBTFUL, "未能读出成立日期，需人工核对", shown_values)
    if began > seen.today:
        mend = "请核对营业执照，或重新拍摄后提交"
        return Check(item, CONTRARY, "营业执照的成立日期晚于今天", shown_values, mend)
    mend = "请先到登记机关办理期限变更，再上传新的营业执照"
    if ended := _not_running((LICENCE, until), item, seen, shown_values, mend):
        return ended
    if record is not None and record.established_on not in (None, began):
        return Check(item, DOUBTFUL, "成立日期与登记系统不一致，需人工核对", shown_values)
    if until is None and record is None:
        return Check(item, DOUBTFUL, "未能读出营业期限，需人工核对", shown_values)
    return Check(item, MATCHED, "营业执照在有效期内", shown_values)


def _not_running(
    term: tuple[str, FieldReading | None],
    item: CheckItem,
    seen: Evidence,
    values: tuple[Compared, ...],
    mend: str,
) -> Check | None:
    """The check of a term that is over or unreadable; None while it runs, or none is printed."""
    paper, until = term
    if until is None or is_long_term(until.text):
        return None
    day = day_of(until.text)
    if day is None or until.sure < SURE_MIN:
        return Check(item, DOUBTFUL, f"{paper}的有效期未能看清，需人工核对", values)
    if day < seen.today:
        return Check(item, CONTRARY, f"{paper}已过有效期", values, mend)
    return None


def resident_id(seen: Evidence) -> Check:
    """The number on the ID card: its check digit, its birthday, an adult's."""
    item, printed = CheckItem.RESIDENT_ID, seen.id_front.get(F.RESIDENT_ID)
    if printed is None:
        return Check(item, DOUBTFUL, "身份证上未能读出号码，需人工核对")
    number = compact_resident_id(printed.text)
    values = (Compared(ID_CARD, mask_resident_id(number)),)
    problem = resident_id_problem(number, today=seen.today)
    mend = "请上传清晰的身份证原件照片后重新提交"
    if problem:
        verdict = CONTRARY if printed.sure >= SURE_MIN else DOUBTFUL
        return Check(item, verdict, f"身份证上：{problem}", values, mend)
    born, said = birth_date(number), seen.id_front.get(F.BIRTH_DATE)
    if said is not None and day_of(said.text) != born:
        verdict = CONTRARY if min(said.sure, printed.sure) >= SURE_MIN else DOUBTFUL
        return Check(item, verdict, "身份证号码与出生日期不一致", values, mend)
    assert born is not None, "the number is right, so it has a birthday"
    if seen.today - born < timedelta(days=ADULT_AGE * DAYS_OF_A_YEAR):
        return Check(item, DOUBTFUL, "法定代表人未满18周岁，需人工核对", values)
    if printed.sure < SURE_MIN:
        return Check(item, DOUBTFUL, "身份证号码不够清晰，需人工核对", values)
    return Check(item, MATCHED, "身份证号码校验相符", values)


def id_card_term(seen: Evidence) -> Check:
    """The ID card is in force today."""
    item, until = CheckItem.ID_CARD_TERM, seen.id_back.get(F.VALID_UNTIL)
    since = day_of(text_of(seen.id_back, F.VALID_FROM))
    values = []
    if since is not None:
        values.append(Compared(f"{ID_CARD}有效期自", since.isoformat()))
    if until is not None:
        values.append(Compared(f"{ID_CARD}有效期至", shown(until.text)))
    shown_values = tuple(values)
    if until is None:
        return Check(item, DOUBTFUL, "身份证国徽面未能读出有效期限，需人工核对", shown_values)
    mend = "请更换新的身份证，再上传新证两面"
    if ended := _not_running((ID_CARD, until), item, seen, shown_values, mend):
        return ended
    if since is not None and since > seen.today:
        return Check(item, CONTRARY, "身份证的有效期尚未开始", shown_values, mend)
    return Check(item, MATCHED, "身份证在有效期内", shown_values)
