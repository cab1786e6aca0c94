"""Rotation: what an old key sealed opens afterwards with the new key alone."""

from collections.abc import Iterator

import pytest

from orm import keyring, raw
from orm.keyring import Keyring, Profile, UnknownKeyError
from orm.parties import Party
from server.rotate_keys import rotate
from tests.world import an_enterprise

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32


@pytest.fixture
def rings() -> Iterator[tuple[Keyring, Keyring, Keyring]]:
    """Before, during and after a rotation; the session's own ring comes back at the end."""
    held = keyring.held()
    both = {"k2": NEW, "k1": OLD}
    yield (
        Keyring({"k1": OLD}, "k1", INDEX),
        Keyring(both, "k2", INDEX, Profile.SM4_GCM),
        Keyring({"k2": NEW}, "k2", INDEX, Profile.SM4_GCM),
    )
    keyring.hold(held)


@pytest.mark.clause("5.3.2.1")
@pytest.mark.row("S5")
async def test_the_old_key_can_be_dropped_after_rotation(
    db: None, rings: tuple[Keyring, Keyring, Keyring]
) -> None:
    before, during, after = rings
    keyring.hold(before)
    party = await an_enterprise()
    await Party.filter(id=party.id).update(contact_phone="13800000001")

    keyring.hold(after)
    with pytest.raises(UnknownKeyError):
        await Party.get(id=party.id)

    keyring.hold(during)
    assert await rotate() == 1
    assert await rotate() == 0

    keyring.hold(after)
    assert (await Party.get(id=party.id)).contact_phone == "13800000001"
    found = await raw.rows("SELECT contact_phone FROM party WHERE id = ?", party.id)
    assert b"13800000001" not in bytes(found[0]["contact_phone"])
