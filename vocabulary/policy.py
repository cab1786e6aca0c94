"""The words of policy programmes: who shares a loss, and whether a programme still runs."""

from enum import StrEnum

WHOLE_BP = 10_000  # shares sum to the whole


class Sharer(StrEnum):
    """政银保担: who bears a part of a loss, in the order in which parts are written."""

    FUND = "fund"
    BANK = "bank"
    GUARANTOR = "guarantor"
    INSURER = "insurer"


class ProgrammeState(StrEnum):
    """Whether new loans are taken under a programme; loans under way go on in any case."""

    RUNNING = "running"
    ENDED = "ended"


SHARER_LABELS: dict[Sharer, str] = {
    Sharer.FUND: "政策基金",
    Sharer.BANK: "银行",
    Sharer.GUARANTOR: "担保机构",
    Sharer.INSURER: "保险机构",
}
PROGRAMME_STATE_LABELS: dict[ProgrammeState, str] = {
    ProgrammeState.RUNNING: "施行中",
    ProgrammeState.ENDED: "已停办",
}
