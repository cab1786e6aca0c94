"""One's rights explained: which post gives which, and what each lets one do."""

from msgspec import Struct

from domain.kernel.actor import Actor
from domain.kernel.flow import every_flow
from vocabulary.parties import ROLE_LABELS, Role
from vocabulary.proving import FRESH_MINUTES, TWO_FACTOR_ROLES
from vocabulary.rights import RIGHT_SENTENCES, RIGHTS_OF


class RightView(Struct, frozen=True):
    """一项权限：能做什么，办理前几分钟内须验证过身份（0 表示不需要）。"""

    code: str
    sentence: str
    fresh_minutes: int


class PostView(Struct, frozen=True):
    """一个岗位带来的权限：可以查看什么，可以办理流程中的哪些步骤。"""

    role: Role
    label: str
    needs_two_factors: bool
    rights: list[RightView]
    steps: list[RightView]


class RightsView(Struct, frozen=True):
    """我的权限：由哪个岗位带来；个别授予的权限另列。"""

    posts: list[PostView]
    granted_apart: list[RightView]


def rights_of(actor: Actor) -> RightsView:
    """Explain the rights of an actor, post by post."""
    of_posts = frozenset().union(*(RIGHTS_OF[role] for role in actor.roles))
    return RightsView(
        posts=[_post(role) for role in sorted(actor.roles)],
        granted_apart=[
            _right(right.value) for right in sorted(actor.extra_rights) if right not in of_posts
        ],
    )


def _post(role: Role) -> PostView:
    return PostView(
        role=role,
        label=ROLE_LABELS[role],
        needs_two_factors=role in TWO_FACTOR_ROLES,
        rights=[_right(right.value) for right in sorted(RIGHTS_OF[role])],
        steps=[
            RightView(step.code, f"{flow.title}：{step.says}", FRESH_MINUTES.get(step.code, 0))
            for flow in every_flow()
            for step in flow.steps.values()
            if any(post.role is role for post in step.by)
        ],
    )


def _right(code: str) -> RightView:
    return RightView(code, RIGHT_SENTENCES[code], FRESH_MINUTES.get(code, 0))
