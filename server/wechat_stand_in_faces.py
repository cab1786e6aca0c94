"""The stand-in's face verification: prepared for a name and a number, asked for with its proof.

Whoever is called 不符 never fits; everybody else does. Names and numbers are not written down.
"""

import hmac
import secrets
from typing import TypeVar

import msgspec
from msgspec import Struct
from sanic import HTTPResponse, Request
from sanic.response import json

from server.adapters.wechat_faces import FACE_VERIFIED, ID_CARD, proof_of
from server.wechat_stand_in_world import Refused, World

PREPARE_PATH = "/cityservice/face/identify/getverifyid"
RESULT_PATH = "/cityservice/face/identify/queryverifyinfo"
NOT_FITTING = "不符"
NUMBER_DIFFERS = 10_003
LASTS_S = 3600

Shape = TypeVar("Shape")


class _Cert(Struct):
    cert_type: str
    cert_name: str
    cert_no: str


class _Prepare(Struct):
    out_seq_no: str
    cert_info: _Cert
    openid: str


class _Result(Struct):
    verify_id: str
    out_seq_no: str
    cert_hash: str
    openid: str


async def prepare(request: Request) -> HTTPResponse:
    """Hand out the id of a verification of one person."""
    world: World = request.app.ctx.world
    body = _read(request, _Prepare)
    cert = body.cert_info
    if not world.knows(body.openid):
        raise Refused(40003)
    if cert.cert_type != ID_CARD or not cert.cert_name or not cert.cert_no or not body.out_seq_no:
        raise Refused(40097)
    verify_id = secrets.token_urlsafe(32)
    proof = proof_of(cert.cert_name, cert.cert_no)
    fits = NOT_FITTING not in cert.cert_name
    world.verifications[verify_id] = (body.openid, body.out_seq_no, proof, fits)
    return json({"errcode": 0, "errmsg": "ok", "verify_id": verify_id, "expires_in": LASTS_S})


async def result(request: Request) -> HTTPResponse:
    """Say what came of one, to whoever knows for whom it was."""
    world: World = request.app.ctx.world
    body = _read(request, _Result)
    open_id, out_no, proof, fits = world.verifications.get(body.verify_id, ("", "", "", False))
    same = (open_id, out_no) == (body.openid, body.out_seq_no)
    if not same or not hmac.compare_digest(proof.encode(), body.cert_hash.encode()):
        raise Refused(40097)
    answer = FACE_VERIFIED if fits else NUMBER_DIFFERS
    return json({"errcode": 0, "errmsg": "ok", "verify_ret": answer})


def _read(request: Request, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(request.body or b"{}", type=shape)
    except msgspec.DecodeError as problem:
        raise Refused(47001) from problem
