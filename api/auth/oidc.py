"""Sign-in by the city's own accounts: OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636).

The provider says who a person is; which of its groups is which role here is a setting. Nothing of the provider's
tokens is kept: they are checked once, and a session of our own begins.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.auth.staff import Staff
from api.settings import Settings
from store.roles import Role

SCOPE = "openid profile"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # signed by a key that only the provider holds; never "none" or HS256
TIMEOUT_S = 8.0
LEEWAY_S = 60  # that the two clocks may differ
_NAME_CLAIMS = ("name", "preferred_username", "sub")
_LONGEST_NAME = 64  # characters, as the audit log keeps them


class OidcSettingsError(Exception):
    """The provider is half set up; the text says what is missing."""


class OidcRefused(Exception):
    """The provider's answer does not sign anybody in; the text is for the person who tried."""


class OidcAway(Exception):
    """The provider cannot be reached or talks nonsense; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way; kept in the person's browser until it comes back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Attempt":
        """Draw fresh secrets."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))

    def dump(self) -> str:
        """Write it for a cookie."""
        return ".".join(asdict(self).values())

    @classmethod
    def load(cls, text: str) -> "Attempt | None":
        """Read it back; ``None`` where it is none."""
        parts = text.split(".")
        return cls(*parts) if len(parts) == 3 and all(parts) else None


class Oidc:
    """The provider that is set up; one instance for the life of the app."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client_id, self._secret = settings.oidc_client_id, settings.oidc_client_secret
        self._role_claim = settings.oidc_role_claim
        self._roles = settings.oidc_roles or {role.value: role for role in Role}
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Oidc | None":
        """Return the provider of the settings, ``None`` without one; raises ``OidcSettingsError`` for half of one."""
        named = {
            "YIZHAN_OIDC_ISSUER": settings.oidc_issuer,
            "YIZHAN_OIDC_CLIENT_ID": settings.oidc_client_id,
            "YIZHAN_OIDC_CLIENT_SECRET": settings.oidc_client_secret,
        }
        missing = [name for name, value in named.items() if not value]
        if len(missing) == len(named):
            return None
        if missing:
            raise OidcSettingsError(f"单位账号登录没有设置完：还缺 {'、'.join(missing)}。要么补齐，要么三项都不设。")
        return cls(settings)

    async def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Return the provider's address to go to, and what to keep until the person comes back; ``OidcAway``."""
        attempt = Attempt.new()
        async with self._client(redirect_uri) as client:
            endpoint = (await self._provider(client))["authorization_endpoint"]
            url, _ = client.create_authorization_url(
                endpoint, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
            )
        return url, attempt

    async def finish(self, redirect_uri: str, came_back: str, attempt: Attempt) -> Staff:
        """Return who signed in, from the address to which the browser came back; ``OidcRefused`` or ``OidcAway``."""
        given = parse_qs(urlsplit(came_back).query)
        if not secrets.compare_digest(given.get("state", [""])[0].encode(), attempt.state.encode()):
            raise OidcRefused("这次登录不是从这个页面开始的，请重新登录。")
        if "code" not in given:
            raise OidcRefused("单位账号没有同意登录，请重新登录，或改用密钥。")
        async with self._client(redirect_uri) as client:
            provider = await self._provider(client)
            try:
                token = await client.fetch_token(
                    provider["token_endpoint"], code=given["code"][0], code_verifier=attempt.verifier
                )
                claims = await self._claims(client, token["id_token"], attempt.nonce)
            except (AuthlibBaseError, JoseError, KeyError) as error:
                raise OidcRefused("单位账号的登录凭据没有通过检查，请重新登录。") from error
            except (HTTPError, json.JSONDecodeError) as error:
                raise OidcAway(repr(error)) from error
        return self._staff(claims)

    def _staff(self, claims: dict[str, Any]) -> Staff:
        groups = claims.get(self._role_claim)
        role = next(
            (r for g, r in self._roles.items() if g in (groups if isinstance(groups, list) else [groups])), None
        )
        if role is None or role is Role.MACHINE:
            raise OidcRefused("您的账号还没有分配工作台的身份，请联系管理账号的人。")
        name = next(str(claims[claim]) for claim in _NAME_CLAIMS if claims.get(claim))
        return Staff(name=name[:_LONGEST_NAME], role=role)

    def _client(self, redirect_uri: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self._client_id,
            self._secret,
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            trust_env=False,  # the provider is on the government's own network
        )

    async def _provider(self, client: AsyncOAuth2Client) -> dict[str, Any]:
        """Read the provider's description (OpenID Connect Discovery 1.0), once."""
        if not self._metadata:
            metadata = await self._read(client, f"{self._issuer}/.well-known/openid-configuration")
            if str(metadata.get("issuer", "")).rstrip("/") != self._issuer:
                raise OidcAway(f"{self._issuer} calls itself {metadata.get('issuer')!r}")
            self._metadata = metadata
        return self._metadata

    async def _claims(self, client: AsyncOAuth2Client, id_token: str, nonce: str) -> dict[str, Any]:
        """Check signature, issuer, audience, nonce and times of an ID token (Core 1.0, 3.1.3.7)."""
        try:
            token = jwt.decode(id_token, await self._key_set(client), ALGORITHMS)
        except InvalidKeyIdError:  # the provider has changed its keys
            self._keys = None
            token = jwt.decode(id_token, await self._key_set(client), ALGORITHMS)
        wanted = {"iss": {"essential": True, "values": [self._metadata["issuer"]]}}
        claims = CodeIDToken(token.claims, token.header, wanted, {"nonce": nonce, "client_id": self._client_id})
        claims.validate(leeway=LEEWAY_S)
        return dict(claims)

    async def _key_set(self, client: AsyncOAuth2Client) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(await self._read(client, self._metadata["jwks_uri"]))  # type: ignore[arg-type]
        return self._keys

    async def _read(self, client: AsyncOAuth2Client, address: str) -> dict[str, Any]:
        try:
            reply = await client.request("GET", address, withhold_token=True)
            reply.raise_for_status()
            return dict(reply.json())
        except (HTTPError, ValueError, TypeError) as error:
            raise OidcAway(f"{address}: {error!r}") from error
