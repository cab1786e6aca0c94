"""Filing alone at the kiosk, stars for a service, and the yes to whoever types at the counter."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.routing import Route, get, post
from domain.lending.actions import applying
from domain.lending.terms import Publication
from domain.store.service import at_kiosk, terms
from domain.store.service.actions import consenting, serving
from domain.store.service.at_kiosk import FiledAtKiosk, ServiceAtKiosk, ServicesAtKiosk


async def publish(body: Publication, actor: Actor) -> object:
    """企业在终端自行发布融资需求。"""
    return await applying.publish(body, by=actor)


async def serve_alone(body: terms.SelfService, actor: Actor) -> object:
    """自助办理登记，随后可以评价。"""
    return await serving.serve_alone(body, by=actor)


async def services(actor: Actor) -> ServicesAtKiosk:
    """本单位还没有评价的到店服务。"""
    return await at_kiosk.unrated(actor)


async def rate(service_id: UUID, body: terms.Feedback, actor: Actor) -> object:
    """为一次到店服务评价，每次服务一回。"""
    return await serving.rate(service_id, body, by=actor)


async def consent_by_number(body: terms.NumberConsent, actor: Actor) -> object:
    """输入柜台屏幕上的六位数字，同意由工作人员代填。"""
    return await consenting.consent_by_number(body, by=actor)


SHOWN = {"device": True, "renders": at_kiosk.view}

ROUTES: tuple[Route, ...] = (
    post(
        "/kiosk/financing-requests/publish",
        publish,
        FiledAtKiosk,
        body=Publication,
        device=True,
        renders=at_kiosk.filed,
        status=201,
    ),
    post(
        "/kiosk/services/serve-alone",
        serve_alone,
        ServiceAtKiosk,
        body=terms.SelfService,
        status=201,
        **SHOWN,
    ),
    get("/kiosk/services", services, ServicesAtKiosk, device=True),
    post("/kiosk/services/{service_id}/rate", rate, ServiceAtKiosk, body=terms.Feedback, **SHOWN),
    post(
        "/kiosk/assistances/consent-by-number",
        consent_by_number,
        ServiceAtKiosk,
        body=terms.NumberConsent,
        **SHOWN,
    ),
)
