import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_editor


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


@pytest.fixture
def desk(db: None, editor: User) -> Client:
    """A client signed in as an editor who may do everything."""
    client = Client()
    client.force_login(editor)
    return client
