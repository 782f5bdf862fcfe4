"""The citizen's page: a whole page that embeds the widget by its one script tag."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter(include_in_schema=False)
_WEB = Path(__file__).parent / "web"


@router.get("/")
async def page() -> FileResponse:
    """Serve the citizen's page."""
    return FileResponse(_WEB / "index.html")
