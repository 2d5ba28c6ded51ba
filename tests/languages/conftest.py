"""What the tests of languages share: a folder with a file of every kind, and answers that are computed once."""

import pytest
from tests.cli.conftest import fill
from tests.languages.asked import computed_once


@pytest.fixture(scope="session")
def there(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def known():
    return {}


@pytest.fixture(scope="module", autouse=True)
def _computed_once(known):
    """Here alone: elsewhere a file of the same name may hold something else by the next question."""
    with computed_once(known):
        yield
