"""Conversations with the real site: our app, real Rasa, the sample guidebook."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.conversations.talk import Conversation


@pytest.fixture(scope="session")
def http(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=20) as client:
        yield client


@pytest.fixture
def talk(http: httpx.Client) -> Callable[..., Conversation]:
    """Begin a conversation."""
    return lambda **settings: Conversation(http, **settings)
