"""``python -m api``: serve the app with the settings of the environment."""

import sys

import uvicorn

from api.app import create_app
from api.settings import Settings
from knowledge.errors import GuidebookError
from store.opening import StoreError


def main() -> int:
    """Run until stopped; returns 2 when the guidebook, its index or the store cannot be used."""
    settings = Settings()
    try:
        app = create_app(settings)
    except (GuidebookError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="info", access_log=False, server_header=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
