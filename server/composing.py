"""Gives a process its keys, its database and the hands of its ports; takes them back at the end."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis.asyncio

from domain.identity import policy
from domain.identity.policy import Policy
from domain.kernel import outside
from domain.kernel.outside import Outside
from domain.kernel.ports import Limiter, Registry, Sms
from orm import engine, keyring
from server import demo_world
from server.adapters.documents import ModelDocuments
from server.adapters.e_seal import PadesSeal
from server.adapters.faces import ModelFaces
from server.adapters.letter_press import OWN_SEAL, TypstPress
from server.adapters.limiter import NoLimiter, OwnLimiter, RedisLimiter
from server.adapters.object_store import FolderObjectStore
from server.adapters.registry import HttpRegistry, RememberingRegistry
from server.adapters.seal_certificates import GivenCertificates, OwnCertificates
from server.adapters.sms import HttpSms, PrintingSms
from server.adapters.wechat import WeChat
from server.adapters.wechat_token import OwnTokenStore, RedisTokenStore
from server.settings import Settings
from server.wechat_stand_in import create_stand_in, serving

REDIS_CONNECTIONS_MAX = 50
REDIS_TIMEOUT_S = 1.0


@dataclass(frozen=True)
class Hands:
    """What this process holds."""

    redis: Any
    wechat_base: str


@asynccontextmanager
async def composed(settings: Settings) -> AsyncIterator[Hands]:
    """Open everything a process needs, and close it in reverse order."""
    async with AsyncExitStack() as stack:
        keyring.hold(settings.keyring())
        policy.hold(Policy(two_factors=settings.two_factors))
        await engine.connect(settings.database_url)
        stack.push_async_callback(engine.disconnect)
        cache = _redis(settings)
        if cache is not None:
            stack.push_async_callback(cache.aclose)
        base = settings.wechat_base
        if not base:
            app = create_stand_in(settings.wechat_app_id, settings.wechat_secret)
            base = await stack.enter_async_context(serving(app))
        app_id = settings.wechat_app_id
        tokens = OwnTokenStore() if cache is None else RedisTokenStore(cache, app_id)
        wechat = WeChat(app_id, settings.wechat_secret, base, tokens)
        stack.push_async_callback(wechat.close)
        sms = await _sms(settings, stack)
        objects = FolderObjectStore(settings.objects)
        faces = ModelFaces(settings.face_engine, settings.face_processes)
        stack.push_async_callback(faces.close)
        documents = ModelDocuments()
        stack.push_async_callback(documents.close)
        registry = _registry(settings, stack)
        limiter = _limiter(settings, cache)
        outside.hold(
            Outside(
                sms,
                wechat,
                limiter,
                objects,
                faces,
                documents,
                registry,
                TypstPress(settings.origin, "" if settings.seal_folder else OWN_SEAL),
                _seal(settings),
                settings.templates,
            )
        )
        yield Hands(cache, base)


def _redis(settings: Settings) -> Any:
    if not settings.redis_url:
        return None
    pool = redis.asyncio.BlockingConnectionPool.from_url(
        settings.redis_url,
        max_connections=REDIS_CONNECTIONS_MAX,
        timeout=REDIS_TIMEOUT_S,
        socket_timeout=REDIS_TIMEOUT_S,
        socket_connect_timeout=REDIS_TIMEOUT_S,
    )
    return redis.asyncio.Redis(connection_pool=pool)


async def _sms(settings: Settings, stack: AsyncExitStack) -> Sms:
    if not settings.sms_gateway:
        return PrintingSms()
    sms = HttpSms(settings.sms_gateway, settings.sms_secret)
    stack.push_async_callback(sms.close)
    return sms


def _registry(settings: Settings, stack: AsyncExitStack) -> Registry:
    if not settings.registry_url:
        return RememberingRegistry(demo_world.register())
    registry = HttpRegistry(settings.registry_url, settings.registry_secret)
    stack.push_async_callback(registry.close)
    return registry


def _seal(settings: Settings) -> PadesSeal:
    if settings.seal_folder:
        given = GivenCertificates(Path(settings.seal_folder), settings.seal_password)
        return PadesSeal(given, with_sm2=settings.seal_sm2)
    own = OwnCertificates(settings.own_seals, settings.keyring())
    own.prepare()
    return PadesSeal(own, with_sm2=settings.seal_sm2)


def _limiter(settings: Settings, cache: Any) -> Limiter:
    if not settings.rate_limits:
        return NoLimiter()
    return OwnLimiter() if cache is None else RedisLimiter(cache)
