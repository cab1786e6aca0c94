"""What the installation has decided about log-ins; held once per process, like the keys."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """`two_factors`: the posts of `TWO_FACTOR_ROLES` prove twice who they are."""

    two_factors: bool = False


class _Held:
    policy = Policy()


def hold(policy: Policy) -> None:
    """Follow this policy from now on."""
    _Held.policy = policy


def held() -> Policy:
    """The policy that is followed."""
    return _Held.policy
