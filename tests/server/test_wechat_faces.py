"""WeChat's own face verification: no picture here, and the result asked of WeChat alone."""

import msgspec
import pytest

from domain.kernel.ports import OutsideError
from server.adapters.wechat import WeChat
from server.adapters.wechat_faces import proof_of
from server.adapters.wechat_token import OwnTokenStore
from server.wechat_stand_in_world import World
from tests.server.wechat_served import APP_ID, SECRET, served_stand_in

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]

NAME, NUMBER = "钱多多", "320502199001011234"


async def test_whoever_fits_is_verified() -> None:
    async with served_stand_in() as stand_in:
        wechat = WeChat(APP_ID, SECRET, str(stand_in.client.base_url), OwnTokenStore())
        open_id = World(APP_ID, SECRET).open_id("qian")
        begun = await wechat.prepare_facial_verification(open_id, "RZ-1", NAME, NUMBER)
        assert await wechat.is_face_verified(open_id, begun)
        assert NUMBER not in str(begun)
        await wechat.close()


async def test_whoever_does_not_fit_is_not() -> None:
    async with served_stand_in() as stand_in:
        wechat = WeChat(APP_ID, SECRET, str(stand_in.client.base_url), OwnTokenStore())
        open_id = World(APP_ID, SECRET).open_id("qian")
        begun = await wechat.prepare_facial_verification(open_id, "RZ-2", "张不符", NUMBER)
        assert not await wechat.is_face_verified(open_id, begun)
        await wechat.close()


async def test_a_result_belongs_to_one_user_and_one_person() -> None:
    async with served_stand_in() as stand_in:
        wechat = WeChat(APP_ID, SECRET, str(stand_in.client.base_url), OwnTokenStore())
        world = World(APP_ID, SECRET)
        begun = await wechat.prepare_facial_verification(
            world.open_id("qian"), "RZ-3", NAME, NUMBER
        )
        with pytest.raises(OutsideError):
            await wechat.is_face_verified(world.open_id("sun"), begun)
        other = msgspec.structs.replace(begun, proof=proof_of("孙多多", NUMBER))
        with pytest.raises(OutsideError):
            await wechat.is_face_verified(world.open_id("qian"), other)
        await wechat.close()
