"""``python -m api``: serve the app with the settings of the environment."""

import sys

import uvicorn

from api.app import create_app
from api.auth.first_key import first_key
from api.auth.oidc import OidcSettingsError
from api.settings import Settings
from api.wechat.settings import WeChatSettingsError
from knowledge.errors import GuidebookError
from store.opening import StoreError


def main() -> int:
    """Run until stopped; returns 2 when the guidebook, its index or the store cannot be used."""
    settings = Settings()
    try:
        app = create_app(settings)
    except (GuidebookError, StoreError, WeChatSettingsError, OidcSettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    if words := first_key(app.state.store):
        print(words, file=sys.stderr, flush=True)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="info", access_log=False, server_header=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
