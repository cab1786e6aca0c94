"""The fields of the documents we read: one name each, whichever document carries it."""

from enum import StrEnum


class DocumentField(StrEnum):
    """What a document says. Dates are written 2001-02-03; everything else as printed."""

    USCC = "uscc"
    NAME = "name"
    KIND = "kind"
    LEGAL_REPRESENTATIVE = "legal_representative"
    REGISTERED_CAPITAL = "registered_capital"  # as printed; vocabulary.printed.capital_fen reads it
    ESTABLISHED_ON = "established_on"
    BUSINESS_TERM = "business_term"  # 2001-02-03至长期
    ADDRESS = "address"
    BUSINESS_SCOPE = "business_scope"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    BIRTH_DATE = "birth_date"
    RESIDENT_ID = "resident_id"
    ISSUING_AUTHORITY = "issuing_authority"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"  # a date, or 长期


DOCUMENT_FIELD_LABELS: dict[DocumentField, str] = {
    DocumentField.USCC: "统一社会信用代码",
    DocumentField.NAME: "名称",
    DocumentField.KIND: "类型",
    DocumentField.LEGAL_REPRESENTATIVE: "法定代表人",
    DocumentField.REGISTERED_CAPITAL: "注册资本",
    DocumentField.ESTABLISHED_ON: "成立日期",
    DocumentField.BUSINESS_TERM: "营业期限",
    DocumentField.ADDRESS: "地址",
    DocumentField.BUSINESS_SCOPE: "经营范围",
    DocumentField.SEX: "性别",
    DocumentField.ETHNICITY: "民族",
    DocumentField.BIRTH_DATE: "出生日期",
    DocumentField.RESIDENT_ID: "公民身份号码",
    DocumentField.ISSUING_AUTHORITY: "签发机关",
    DocumentField.VALID_FROM: "有效期起始日期",
    DocumentField.VALID_UNTIL: "有效期",
}
