"""Pictures so thin that a crop of them would have no width."""

import pytest
from django.core.exceptions import ValidationError

from articles.uploads import clean_picture
from tests import factories


@pytest.mark.parametrize("size", [(1, 2_000), (4_000, 1), (30, 1_000), (7, 7)])
def test_a_thin_picture_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="pixels each way"):
        clean_picture(factories.picture_file(size, "PNG"), size=1_000)


@pytest.mark.parametrize("size", [(8, 160), (2_000, 100)])
def test_a_banner_is_taken(size: tuple[int, int]) -> None:
    assert clean_picture(factories.picture_file(size, "PNG"), size=1_000).size > 0
