"""Every setting, typed, with its reason. All come from the environment; nothing else is read.

`deploy/env.example` lists them all; a test holds the two together.
"""

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from orm.keyring import Keyring, Profile, make_keys, read_keys
from vocabulary.messaging import MessageTemplate

PORT_DEFAULT = 8600
FACE_PROCESSES_MAX = 16
WECHAT_DEMO_APP_ID = "wx-demo-finmart"
WECHAT_DEMO_SECRET = "demo-secret-of-the-stand-in"  # noqa: S105 -- opens nothing but the stand-in


class SettingsError(Exception):
    """The settings cannot be served; the message says which and what to do."""


def _as(env: str, reason: str) -> dict[str, str]:
    """Under which name a setting is read, and why it exists."""
    return {"env": env, "reason": reason}


@dataclass(frozen=True)
class Settings:
    """How this process runs."""

    profile: str = field(
        default="embedded",
        metadata=_as(
            "PROFILE",
            "embedded: one machine, demo-friendly. production: refuses stand-ins and weak defaults",
        ),
    )
    host: str = field(
        default="127.0.0.1",
        metadata=_as("HOST", "address to listen on"),
    )
    port: int = field(
        default=PORT_DEFAULT,
        metadata=_as("PORT", "port to listen on"),
    )
    data_dir: Path = field(
        default=Path("var"),
        metadata=_as("DATA_DIR", "database file, keys, anchors, uploads"),
    )
    database_url: str = field(
        default="",
        metadata=_as("DATABASE_URL", "postgres://user:secret@host/name; empty: SQLite in DATA_DIR"),
    )
    redis_url: str = field(
        default="",
        metadata=_as(
            "REDIS_URL", "redis://host/0; needed as soon as there is more than one process"
        ),
    )
    workers: int = field(
        default=1,
        metadata=_as("WORKERS", "web processes; more than one needs PostgreSQL and Redis"),
    )
    with_worker: bool = field(
        default=True,
        metadata=_as(
            "WITH_WORKER",
            "run relay and jobs beside the web process (0: `python -m server.worker`)",
        ),
    )
    demo: bool = field(
        default=True,
        metadata=_as("DEMO", "demo world, demo log-ins and a slow replay; 0 starts empty"),
    )
    demo_pace_s: int = field(
        default=6,
        metadata=_as("DEMO_PACE_S", "seconds between two loans of the slow replay"),
    )
    secure_cookies: bool = field(
        default=False,
        metadata=_as("SECURE_COOKIES", "send session cookies over HTTPS only; production needs 1"),
    )
    two_factors: bool = field(
        default=False,
        metadata=_as(
            "TWO_FACTORS",
            "posts of `vocabulary/proving.py` log in with two proofs; production needs 1",
        ),
    )
    public_origin: str = field(
        default="",
        metadata=_as(
            "PUBLIC_ORIGIN",
            "https://host under which browsers see the portal; empty: the Host header",
        ),
    )
    trusted_proxies: int = field(
        default=0,
        metadata=_as(
            "TRUSTED_PROXIES", "how many proxies of ours stand in front (X-Forwarded-For)"
        ),
    )
    wall_key: str = field(
        default="",
        metadata=_as("WALL_KEY", "key in the wall's address; production needs one"),
    )
    data_keys: str = field(
        default="",
        metadata=_as(
            "DATA_KEYS", "index:BASE64,k1:BASE64 (32 bytes each); empty: made once in DATA_DIR/keys"
        ),
    )
    data_cipher: str = field(
        default="aes-256-gcm",
        metadata=_as("DATA_CIPHER", "aes-256-gcm or sm4-gcm"),
    )
    anchor_file: str = field(
        default="",
        metadata=_as(
            "ANCHOR_FILE", "where journal heads are anchored, outside the database; empty: DATA_DIR"
        ),
    )
    sms_gateway: str = field(
        default="",
        metadata=_as("SMS_GATEWAY", "https address of the SMS gateway; empty: print"),
    )
    sms_secret: str = field(
        default="",
        metadata=_as("SMS_SECRET", "signs requests to the SMS gateway"),
    )
    registry_url: str = field(
        default="",
        metadata=_as(
            "REGISTRY_URL", "our gateway to the company register; empty: a stand-in, for the demo"
        ),
    )
    registry_secret: str = field(
        default="",
        metadata=_as("REGISTRY_SECRET", "bearer token of that gateway"),
    )
    wechat_base: str = field(
        default="",
        metadata=_as("WECHAT_BASE", "WeChat's API server; empty: the stand-in this process starts"),
    )
    wechat_app_id: str = field(
        default=WECHAT_DEMO_APP_ID,
        metadata=_as("WECHAT_APP_ID", "the mini-program"),
    )
    wechat_secret: str = field(
        default=WECHAT_DEMO_SECRET,
        metadata=_as("WECHAT_SECRET", "the mini-program's secret"),
    )
    wechat_push_token: str = field(
        default="",
        metadata=_as("WECHAT_PUSH_TOKEN", "message push: token"),
    )
    wechat_push_key: str = field(
        default="",
        metadata=_as("WECHAT_PUSH_KEY", "message push: EncodingAESKey"),
    )
    wechat_template: str = field(
        default="demo-progress",
        metadata=_as(
            "WECHAT_TEMPLATE",
            "subscription message: progress; fields character_string1, thing2, thing3, time4",
        ),
    )
    wechat_reminder: str = field(
        default="demo-reminder",
        metadata=_as(
            "WECHAT_REMINDER",
            "subscription message: something waits and is nearly due; fields alike",
        ),
    )
    seal_folder: str = field(
        default="",
        metadata=_as(
            "SEAL_FOLDER",
            "certificates that seal letters: roots.pem and <uscc>.p12 (docs/letters.md); "
            "empty: an authority of this installation, which nobody else believes",
        ),
    )
    seal_password: str = field(
        default="",
        metadata=_as("SEAL_PASSWORD", "opens the .p12 files of SEAL_FOLDER"),
    )
    seal_sm2: bool = field(
        default=False,
        metadata=_as("SEAL_SM2", "国密: a detached SM2 signature beside every sealed letter"),
    )
    face_engine: str = field(
        default="sface",
        metadata=_as("FACE_ENGINE", "sface, or dlib (slower, less accurate, more memory)"),
    )
    face_processes: int = field(
        default=1,
        metadata=_as(
            "FACE_PROCESSES", "processes that see faces, per web process, started when needed"
        ),
    )
    log_level: str = field(
        default="INFO",
        metadata=_as("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR"),
    )
    rate_limits: bool = field(
        default=True,
        metadata=_as("RATE_LIMITS", "0 only for load tests on loopback"),
    )

    @classmethod
    def from_environment(cls, environment: dict[str, str] | None = None) -> Self:
        """Read and check the settings; raises SettingsError."""
        given = os.environ if environment is None else environment
        values = {
            item.name: _read(item.metadata["env"], given[item.metadata["env"]], item.default)
            for item in fields(cls)
            if given.get(item.metadata["env"], "") != ""
        }
        settings = cls(**values)
        if not settings.database_url:
            path = settings.data_dir.absolute() / "finmart.sqlite3"
            settings = cls(**values | {"database_url": f"sqlite://{path}"})
        settings.must_be_sound()
        return settings

    def must_be_sound(self) -> None:
        """Refuse combinations that would be unsafe or cannot work."""
        embedded = self.database_url.startswith("sqlite")
        if self.profile not in {"embedded", "production"}:
            raise SettingsError("PROFILE must be embedded or production")
        if self.workers > 1 and (embedded or not self.redis_url):
            raise SettingsError("WORKERS > 1 needs DATABASE_URL=postgres://… and REDIS_URL")
        if embedded and not self.with_worker:
            raise SettingsError("SQLite is one process: WITH_WORKER=0 needs PostgreSQL")
        if self.data_cipher not in {"aes-256-gcm", "sm4-gcm"}:
            raise SettingsError("DATA_CIPHER must be aes-256-gcm or sm4-gcm")
        if self.face_engine not in {"sface", "dlib"}:
            raise SettingsError("FACE_ENGINE must be sface or dlib")
        if not 1 <= self.face_processes <= FACE_PROCESSES_MAX:
            raise SettingsError(f"FACE_PROCESSES must be 1 to {FACE_PROCESSES_MAX}")
        if self.profile == "production":
            self._must_fit_production()

    def _must_fit_production(self) -> None:
        needed = {
            "DEMO=0": not self.demo,
            "SECURE_COOKIES=1": self.secure_cookies,
            "TWO_FACTORS=1": self.two_factors,
            "WECHAT_BASE (not the stand-in)": bool(self.wechat_base) and not self.is_stand_in,
            "WECHAT_SECRET": self.wechat_secret != WECHAT_DEMO_SECRET,
            "SMS_GATEWAY": bool(self.sms_gateway),
            "REGISTRY_URL": bool(self.registry_url),
            "WALL_KEY": bool(self.wall_key),
            "DATA_KEYS": bool(self.data_keys),
            "PUBLIC_ORIGIN": bool(self.public_origin),
            "RATE_LIMITS=1": self.rate_limits,
            "SEAL_FOLDER": bool(self.seal_folder),
        }
        missing = [name for name, there in needed.items() if not there]
        if missing:
            raise SettingsError(f"PROFILE=production needs: {', '.join(missing)}")

    @property
    def is_stand_in(self) -> bool:
        """Does WECHAT_BASE point at this machine, or at our stand-in's app?"""
        local = ("http://127.", "http://localhost", "http://[::1]")
        return self.wechat_base.startswith(local) or self.wechat_app_id == WECHAT_DEMO_APP_ID

    def make_data_dir(self) -> None:
        """Make the folder of everything this installation owns, for its owner alone."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keyring(self) -> Keyring:
        """The keys of the data: from the environment, else made once beside the database."""
        profile = Profile.SM4_GCM if self.data_cipher == "sm4-gcm" else Profile.AES_256_GCM
        if self.data_keys:
            return read_keys(self.data_keys, profile)
        kept = self.data_dir / "keys"
        if not kept.exists():
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(make_keys())
        return read_keys(kept.read_text("utf-8").strip(), profile)

    @property
    def templates(self) -> dict[MessageTemplate, str]:
        """WeChat's ids of the subscription messages."""
        return {
            MessageTemplate.PROGRESS: self.wechat_template,
            MessageTemplate.REMINDER: self.wechat_reminder,
        }

    @property
    def objects(self) -> Path:
        """The folder of uploaded files; every web process must see the same one."""
        return self.data_dir.absolute() / "objects"

    @property
    def own_seals(self) -> Path:
        """The folder of the keys this installation makes; every web process must see the same."""
        return self.data_dir.absolute() / "seals"

    @property
    def origin(self) -> str:
        """Where people find the platform: what is printed on paper leads there."""
        return self.public_origin or f"http://{self.host}:{self.port}"

    @property
    def anchors(self) -> Path:
        """The file of anchored journal heads."""
        return Path(self.anchor_file) if self.anchor_file else self.data_dir / "anchors.jsonl"


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text not in {"0", "1"}:
            raise SettingsError(f"{name} must be 0 or 1, not {text!r}")
        return text == "1"
    if isinstance(default, int):
        if not text.isdecimal():
            raise SettingsError(f"{name} must be a whole number, not {text!r}")
        return int(text)
    return Path(text) if isinstance(default, Path) else text
