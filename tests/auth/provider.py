"""A small OpenID Connect provider on loopback: discovery, keys, sign-in, tokens. It lies where a test asks it to."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.conftest import free_port

CLIENT_ID, SECRET = "desk", "secret-of-the-desk"


@dataclass
class Provider:
    """Who is signing in, what the provider says of them, and what it gets wrong."""

    issuer: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "1001", "name": "王芳", "role": "clerk"})
    refuses: bool = False
    wrong: dict[str, Any] = field(default_factory=dict)  # claims that replace the right ones
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signing: RSAKey | None = None  # another key than the published one
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)  # code: what was asked

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        key = self.signing or self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims | self.person | self.wrong, key)


def app_of(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": provider.issuer} | {name: f"{provider.issuer}/{path}" for name, path in paths.items()}

    @app.get("/keys")
    def keys() -> dict[str, Any]:
        return dict(KeySet([provider.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize(
        redirect_uri: str, state: str, nonce: str, code_challenge: str, client_id: str, code_challenge_method: str
    ) -> Response:
        assert (client_id, code_challenge_method) == (CLIENT_ID, "S256")
        if provider.refuses:
            return RedirectResponse(f"{redirect_uri}?{urlencode({'error': 'access_denied', 'state': state})}")
        code = f"code-{len(provider.waiting)}"
        provider.waiting[code] = {"nonce": nonce, "challenge": code_challenge, "redirect_uri": redirect_uri}
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}")

    @app.post("/token")
    async def token(request: Request) -> Response:
        given = dict(parse_qsl((await request.body()).decode()))
        asked = provider.waiting.pop(given["code"], None)
        verifier = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked is None or asked["challenge"] != challenge or asked["redirect_uri"] != given["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": provider.id_token(asked)})

    return app


@contextmanager
def running() -> Iterator[Provider]:
    """Serve a provider until the block ends."""
    port = free_port()
    provider = Provider(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(app_of(provider), port=port, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield provider
    finally:
        server.should_exit = True
        thread.join()
