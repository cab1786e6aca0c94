"""巡检、故障、安全隐患: carried out, reported, mended, closed; their reports and their ledger."""

from typing import Any
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.exporting import Sheet
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from domain.kernel.printing import PDF
from domain.store.checklist_terms import ItemCheck
from domain.store.upkeep import queries, reports, showing, terms
from domain.store.upkeep.actions import inspecting, mending, photos, reporting
from domain.store.upkeep.actions.photos import PHOTO_BYTES_MAX, PHOTO_MEDIA
from domain.store.upkeep.queries import FaultFilter, FaultSearch, InspectionSearch
from domain.store.upkeep.scans import CSV_BYTES_MAX, CSV_MEDIA, Imported
from domain.store.upkeep.showing import FaultRow, FaultView, InspectionRow, InspectionView
from miniapp_api.routes.claims import SHEET_MEDIA
from miniapp_api.routing import Reason, Route, Upload, get, post, take


async def inspections(query: InspectionSearch, actor: Actor) -> Page[InspectionRow]:
    """巡检列表，最新的在前。"""
    return await queries.inspections(query, actor)


async def inspection(inspection_id: UUID, actor: Actor) -> InspectionView:
    """巡检详情：检查项、照片和可办理的操作。"""
    return await queries.inspection(inspection_id, actor)


async def check_item(inspection_id: UUID, body: ItemCheck, actor: Actor) -> Any:
    """登记一个检查项；异常的随即登记为故障。"""
    return await inspecting.check_item(inspection_id, body, by=actor)


async def sign(inspection_id: UUID, body: terms.InspectionSignature, actor: Actor) -> Any:
    """全部检查后由本人签字；需要近30分钟内验证过身份。"""
    return await inspecting.sign(inspection_id, body, by=actor)


async def attach_to_inspection(
    inspection_id: UUID, query: terms.PhotoPlace, file: IncomingFile, actor: Actor
) -> Any:
    """上传检查项的现场照片；提交内容就是文件本身。"""
    return await photos.attach_to_inspection(inspection_id, query, file, by=actor)


async def inspection_photo(inspection_id: UUID, photo_id: UUID, actor: Actor) -> Download:
    """查看巡检的一张现场照片。"""
    return await queries.inspection_photo(inspection_id, photo_id, actor)


async def inspection_report(inspection_id: UUID, actor: Actor) -> Download:
    """下载巡检报告（PDF）；每周巡检的报告包含本周每日巡检和故障。"""
    return await reports.inspection_report(inspection_id, actor)


async def faults(query: FaultSearch, actor: Actor) -> Page[FaultRow]:
    """故障列表；findings 为真时为安全隐患列表。"""
    return await queries.faults(query, actor)


async def export_faults(query: FaultFilter, actor: Actor) -> Sheet:
    """导出故障台账（Excel）；导出行为留痕。"""
    return await queries.export(query, actor)


async def fault(fault_id: UUID, actor: Actor) -> FaultView:
    """故障详情：派单、维修结果、照片、告警和进展。"""
    return await queries.fault(fault_id, actor)


async def report(body: terms.FaultReport, actor: Actor) -> Any:
    """登记故障，或漏洞扫描、加固检查发现的安全隐患。"""
    return await reporting.report(body, by=actor)


async def import_findings(file: IncomingFile, actor: Actor) -> Any:
    """导入扫描结果（CSV，列：资产、编号、名称、等级、类型、说明）；已在处理的不重复登记。"""
    return await reporting.import_findings(file, by=actor)


async def assign(fault_id: UUID, body: terms.Assignment, actor: Actor) -> Any:
    """派单给一位同事。"""
    return await mending.assign(fault_id, body, by=actor)


async def begin_repair(fault_id: UUID, actor: Actor) -> Any:
    """开始维修。"""
    return await mending.begin_repair(fault_id, by=actor)


async def repair(fault_id: UUID, body: terms.Repair, actor: Actor) -> Any:
    """登记维修结果：原因、处理结果、恢复时间。"""
    return await mending.repair(fault_id, body, by=actor)


async def close(fault_id: UUID, actor: Actor) -> Any:
    """验收关闭：由维修人以外的同事办理。"""
    return await mending.close(fault_id, by=actor)


async def reopen(fault_id: UUID, body: Reason, actor: Actor) -> Any:
    """验收不通过，重新维修。"""
    return await mending.reopen(fault_id, body.reason, by=actor)


async def regrade(fault_id: UUID, body: terms.Regrading, actor: Actor) -> Any:
    """调整等级，时限随之重新计算。"""
    return await mending.regrade(fault_id, body, by=actor)


async def accept_risk(fault_id: UUID, body: terms.RiskAcceptance, actor: Actor) -> Any:
    """接受安全隐患的风险至某日，到期后重新派单。"""
    return await mending.accept_risk(fault_id, body, by=actor)


async def call_false(fault_id: UUID, body: Reason, actor: Actor) -> Any:
    """判为误报，不再处理。"""
    return await mending.call_false(fault_id, body.reason, by=actor)


async def attach_to_fault(
    fault_id: UUID, query: terms.PhotoPlace, file: IncomingFile, actor: Actor
) -> Any:
    """上传故障的现场照片；提交内容就是文件本身。"""
    return await photos.attach_to_fault(fault_id, query, file, by=actor)


async def fault_photo(fault_id: UUID, photo_id: UUID, actor: Actor) -> Download:
    """查看故障的一张现场照片。"""
    return await queries.fault_photo(fault_id, photo_id, actor)


async def fault_sheet(fault_id: UUID, actor: Actor) -> Download:
    """下载故障处理单（PDF）。"""
    return await reports.fault_sheet(fault_id, actor)


WALK, WALKED = "/inspections/{inspection_id}", {"renders": showing.inspection_view}
FAULT, SHOWN = "/faults/{fault_id}", {"renders": showing.fault_view}
PHOTO = Upload(PHOTO_MEDIA, PHOTO_BYTES_MAX)

ROUTES: tuple[Route, ...] = (
    get("/inspections", inspections, Page[InspectionRow], query=InspectionSearch),
    get(WALK, inspection, InspectionView),
    post(f"{WALK}/check-item", check_item, InspectionView, body=ItemCheck, **WALKED),
    post(f"{WALK}/sign", sign, InspectionView, body=terms.InspectionSignature, **WALKED),
    take(
        f"{WALK}/attach",
        attach_to_inspection,
        InspectionView,
        upload=PHOTO,
        query=terms.PhotoPlace,
        **WALKED,
    ),
    get(f"{WALK}/photos/{{photo_id}}", inspection_photo, None, download=PHOTO_MEDIA),
    get(f"{WALK}/report", inspection_report, None, download=(PDF,)),
    get("/faults", faults, Page[FaultRow], query=FaultSearch),
    get("/faults/export", export_faults, None, query=FaultFilter, media=SHEET_MEDIA),
    post("/faults/report", report, FaultView, body=terms.FaultReport, status=201, **SHOWN),
    take(
        "/faults/import-findings",
        import_findings,
        Imported,
        upload=Upload(CSV_MEDIA, CSV_BYTES_MAX),
        renders=queries.imported,
    ),
    get(FAULT, fault, FaultView),
    post(f"{FAULT}/assign", assign, FaultView, body=terms.Assignment, **SHOWN),
    post(f"{FAULT}/begin-repair", begin_repair, FaultView, **SHOWN),
    post(f"{FAULT}/repair", repair, FaultView, body=terms.Repair, **SHOWN),
    post(f"{FAULT}/close", close, FaultView, **SHOWN),
    post(f"{FAULT}/reopen", reopen, FaultView, body=Reason, **SHOWN),
    post(f"{FAULT}/regrade", regrade, FaultView, body=terms.Regrading, **SHOWN),
    post(f"{FAULT}/accept-risk", accept_risk, FaultView, body=terms.RiskAcceptance, **SHOWN),
    post(f"{FAULT}/call-false", call_false, FaultView, body=Reason, **SHOWN),
    take(
        f"{FAULT}/attach",
        attach_to_fault,
        FaultView,
        upload=PHOTO,
        query=terms.PhotoPlace,
        **SHOWN,
    ),
    get(f"{FAULT}/photos/{{photo_id}}", fault_photo, None, download=PHOTO_MEDIA),
    get(f"{FAULT}/sheet", fault_sheet, None, download=(PDF,)),
)
