"""/processes: what each business process costs, rests on and may last, open to everybody."""

from domain.kernel.pages import Page
from domain.processes import queries
from domain.processes.queries import ProcessTerms
from miniapp_api.routing import Route, get


async def processes() -> Page[ProcessTerms]:
    """各办事流程现行的办理时限、收费和政策依据，每一项注明日期。"""
    return await queries.terms()


ROUTES: tuple[Route, ...] = (get("/processes", processes, Page[ProcessTerms], public=True),)
