"""Insurance and letters over HTTP: written, reviewed, read by anybody, asked about."""

from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from tests.catalogue.drafts import a_draft, all_met
from tests.doors.served import Served
from tests.lending.papers import PDF
from vocabulary.catalogue import ProductKind

pytestmark = [
    pytest.mark.row("I5", "G5", "A8", "O3"),
    pytest.mark.clause("6.1.1.4", "6.1.1.4 c", "6.1.4.6"),
]
KEEPERS = {
    ProductKind.LOAN_INSURANCE: "underwriter",
    ProductKind.LOAN_GUARANTEE: "guarantee_officer",
}
MARKS = {"marks": msgspec.to_builtins(all_met())}


def done(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text[:300]
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("kind", KEEPERS)
def test_a_product_goes_the_whole_way(platform: Served, kind: ProductKind) -> None:
    keeper = KEEPERS[kind]
    headers = {"X-File-Name": quote("产品介绍.pdf"), "Content-Type": "application/pdf"}
    path = "/api/product-brochures/hand-in"
    brochure = done(platform.ask("POST", path, keeper, content=PDF, headers=headers), 201)
    draft = a_draft(kind, name=f"走完全程{kind}", brochure_id=brochure["id"])
    own = done(platform.post("/products/add", keeper, msgspec.to_builtins(draft)), 201)
    one = f"/products/{own['id']}"
    assert platform.get(one).status_code == 404, "a draft is nobody's but its writers'"
    done(platform.post(f"{one}/submit-listing", keeper))
    assert platform.post(f"{one}/list-product", keeper, MARKS).status_code == 403
    done(platform.post(f"{one}/list-product", "operator", MARKS))

    shown = done(platform.get(one))
    assert shown["brochure"]["name"] == "产品介绍.pdf"
    assert shown["figures_on"] == shown["listed_on"]
    assert platform.get(f"{one}/brochure").content == PDF
    assert [each["version_no"] for each in done(platform.get(f"{one}/versions"))["items"]] == [1]

    question = {"product_id": own["id"], "question": "怎样办理"}
    key = {"Idempotency-Key": f"shelf-{kind}-enquire"}
    asked, again = (
        platform.post("/product-enquiries/enquire", "clerk", question, headers=key)
        for _ in range(2)
    )
    assert done(asked, 201)["id"] == done(again, 201)["id"]
    answered = f"/product-enquiries/{asked.json()['id']}/answer"
    assert platform.post(answered, "officer", {"text": "可以"}).status_code == 404
    assert done(platform.post(answered, keeper, {"text": "请备齐材料"}))["state"] == "answered"

    done(platform.post(f"{one}/delist", keeper, {"reason": "停售"}))
    assert platform.post("/product-enquiries/enquire", "clerk", question).status_code == 404
    assert not done(platform.get(one))["listed"]
