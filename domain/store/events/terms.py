"""What people say at an event: who they are, what they ask, need and think of it."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.events import SetUpItem
from vocabulary.lending import TERM_MONTHS_MAX
from vocabulary.money import Fen
from vocabulary.ratings import STARS_MAX

CODE_LENGTH_MAX = 160
PERSON_LENGTH_MAX = 20
COMPANY_LENGTH_MAX = 80
PHONE_LENGTH_MAX = 20
GUESTS_MAX = 100
QUESTION_LENGTH_MAX = 500
ANSWER_LENGTH_MAX = 1_000
NEED_LENGTH_MAX = 500
COMMENT_LENGTH_MAX = 300
NOTE_LENGTH_MAX = 200
UPLOAD_MAX = 50  # check-ins in one upload

Person = Annotated[str, Meta(min_length=1, max_length=PERSON_LENGTH_MAX, description="姓名")]
Phone = Annotated[str, Meta(max_length=PHONE_LENGTH_MAX, description="手机号码")]
Company = Annotated[str, Meta(max_length=COMPANY_LENGTH_MAX, description="单位")]


class Scanned(Struct, frozen=True, forbid_unknown_fields=True):
    """扫到的签到码。"""

    code: Annotated[str, Meta(min_length=1, max_length=CODE_LENGTH_MAX, description="签到码")]


class LastFour(Struct, frozen=True, forbid_unknown_fields=True):
    """名单中的一位，凭手机号码后四位签到。"""

    attendee_id: Annotated[UUID, Meta(description="名单中的哪一位")]
    last_four: Annotated[str, Meta(pattern=r"^\d{4}$", description="手机号码后四位")]


class OfflineCheckIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """终端断网时记下的一次签到：扫到的本人签到码，或名单中的一位与手机号码后四位。"""

    secret: ClassVar[tuple[str, ...]] = ("code", "last_four")

    id: Annotated[UUID, Meta(description="终端生成的编号，重复上传只记一次")]
    event_id: UUID
    arrived_at: Annotated[datetime, Meta(tz=True, description="签到时刻")]
    code: Annotated[str, Meta(max_length=CODE_LENGTH_MAX, description="本人签到码")] = ""
    attendee_id: Annotated[UUID | None, Meta(description="名单中的哪一位")] = None
    last_four: Annotated[str, Meta(pattern=r"^(\d{4})?$", description="手机号码后四位")] = ""


class OfflineCheckIns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """终端恢复联网后上传断网期间记下的签到。"""

    check_ins: Annotated[list[OfflineCheckIn], Meta(min_length=1, max_length=UPLOAD_MAX)]


class Guest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """一位来访者。"""

    personal: ClassVar[tuple[str, ...]] = ("name", "phone")

    name: Person
    phone: Phone = ""
    company: Company = ""


class GuestList(Struct, frozen=True, forbid_unknown_fields=True):
    """来访名单；已在名单中的不重复登记。"""

    secret: ClassVar[tuple[str, ...]] = ("guests",)

    guests: Annotated[list[Guest], Meta(min_length=1, max_length=GUESTS_MAX)]


class Ticked(Struct, frozen=True, forbid_unknown_fields=True):
    """检查完成的一项。"""

    item: Annotated[SetUpItem, Meta(description="检查项")]
    note: Annotated[str, Meta(max_length=NOTE_LENGTH_MAX, description="备注，可不填")] = ""


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """一个问题；工作人员可代为登记，写明是谁问的。"""

    question: Annotated[str, Meta(min_length=2, max_length=QUESTION_LENGTH_MAX, description="问题")]
    asked_by: Company = ""


class AnswerForm(Struct, frozen=True, forbid_unknown_fields=True):
    """对问题的答复。"""

    answer: Annotated[str, Meta(min_length=1, max_length=ANSWER_LENGTH_MAX, description="答复")]


class NeedForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """一条需求；企业登记本企业的，工作人员和机构写明是哪家企业的。"""

    need: Annotated[str, Meta(min_length=2, max_length=NEED_LENGTH_MAX, description="需求")]
    enterprise_id: Annotated[UUID | None, Meta(description="平台上的企业")] = None
    enterprise_name: Company = ""
    amount_fen: Fen | None = None
    term_months: Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限")] | None = None


class EventRating(Struct, frozen=True, forbid_unknown_fields=True):
    """对活动的评价，每人一次。"""

    stars: Annotated[int, Meta(ge=1, le=STARS_MAX, description="星级")]
    comment: Annotated[str, Meta(max_length=COMMENT_LENGTH_MAX, description="留言")] = ""
