"""产品上架 and 产品咨询: a product's way to the shelf and off it, and questions about it."""

from domain.catalogue.rules import never_listed
from domain.catalogue.terms import (
    Enquiry,
    EnquiryText,
    ListingApproval,
    ListingReturn,
    ProductDraft,
)
from domain.kernel.flow import Flow, step
from vocabulary.catalogue import ENQUIRY_STATE_LABELS, PRODUCT_STATE_LABELS
from vocabulary.catalogue import EnquiryState as E
from vocabulary.catalogue import ProductState as S
from vocabulary.parties import Role

# Whoever works on cases at an institution also keeps its products.
KEEPERS = tuple(
    role @ "institution"
    for role in (
        Role.BANK_OFFICER,
        Role.BANK_APPROVER,
        Role.UNDERWRITER,
        Role.GUARANTEE_OFFICER,
        Role.INSTITUTION_OFFICER,
    )
)
OPERATOR = Role.PLATFORM_OPERATOR @ "platform"
CLERK = Role.ENTERPRISE_CLERK @ "enterprise"


# fmt: off
class ListingFlow(
    Flow, subject="product", name="listing", version=1, title="产品上架",
    labels=PRODUCT_STATE_LABELS,
    states=S,
    final={S.REMOVED},
    workdays={S.TO_REVIEW: 3, S.TO_AMEND: 10, S.TO_REVIEW_REVISION: 3},
):
    """Clauses 6.1.1.4, 6.1.2.4, 6.1.4.6 and 6.1.5.3: nothing is shown that was not reviewed."""

    add               = step(                                   to=S.DRAFT,              by=KEEPERS,  says="产品新增", takes=ProductDraft)
    amend             = step(S.DRAFT, S.TO_AMEND, S.DELISTED,   to=S.DRAFT,              by=KEEPERS,  says="编辑", takes=ProductDraft)
    submit_listing    = step(S.DRAFT,                           to=S.TO_REVIEW,          by=KEEPERS,  says="提交上架")
    withdraw          = step(S.TO_REVIEW,                       to=S.DRAFT,              by=KEEPERS,  says="撤回上架申请")
    list_product      = step(S.TO_REVIEW, S.TO_REVIEW_REVISION, to=S.LISTED,             by=OPERATOR, says="准予展示", takes=ListingApproval)
    send_back         = step(S.TO_REVIEW,                       to=S.TO_AMEND,           by=OPERATOR, says="退回整改", takes=ListingReturn, needs_reason=True)
    revise            = step(S.LISTED,                          to=S.TO_REVIEW_REVISION, by=KEEPERS,  says="提交新版本", takes=ProductDraft)
    withdraw_revision = step(S.TO_REVIEW_REVISION,              to=S.LISTED,             by=KEEPERS,  says="撤回新版本")
    return_revision   = step(S.TO_REVIEW_REVISION,              to=S.LISTED,             by=OPERATOR, says="退回新版本", takes=ListingReturn, needs_reason=True)
    delist            = step(S.LISTED, S.TO_REVIEW_REVISION,    to=S.DELISTED,           by=KEEPERS,  says="下架", needs_reason=True, grave=True)
    order_delisting   = step(S.LISTED, S.TO_REVIEW_REVISION,    to=S.DELISTED,           by=OPERATOR, says="责令下架", needs_reason=True, grave=True)
    relist            = step(S.DELISTED,                        to=S.TO_REVIEW,          by=KEEPERS,  says="重新上架")
    remove            = step(S.DRAFT, S.TO_AMEND,               to=S.REMOVED,            by=KEEPERS,  says="删除", grave=True, when=[never_listed])


class EnquiryFlow(
    Flow, subject="product_enquiry", name="enquiry", version=1, title="产品咨询",
    labels=ENQUIRY_STATE_LABELS,
    states=E,
    final={E.CLOSED},
    workdays={E.TO_ANSWER: 2},
):
    """Clause 5.2.1 b: a channel to the institution for whatever is not applied for online."""

    enquire   = step(                          to=E.TO_ANSWER, by=CLERK,              says="提出咨询", takes=Enquiry)
    answer    = step(E.TO_ANSWER, E.ANSWERED,  to=E.ANSWERED,  by=KEEPERS,            says="答复", takes=EnquiryText)
    ask_again = step(E.ANSWERED,               to=E.TO_ANSWER, by=CLERK,              says="追问", takes=EnquiryText)
    close     = step(E.TO_ANSWER, E.ANSWERED,  to=E.CLOSED,    by=(CLERK, *KEEPERS),  says="结束咨询", grave=True)
# fmt: on
