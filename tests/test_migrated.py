"""The database that is kept between runs of the tests is never an old one."""

import shutil
from pathlib import Path

import pytest

from tests import migrated


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for app in migrated.APPS:
        shutil.copytree(migrated.ROOT / app, tmp_path / app)
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    ["articles/migrations/0001_first_edition.py", "articles/plaintext.py", "newsroom/roles.py"],
    ids=["a migration", "what a migration reads", "the roles"],
)
def test_whatever_has_a_part_in_making_it_makes_it_anew(sources: Path, changed: str) -> None:
    before = migrated.digest(sources)
    migrated.digest.cache_clear()
    with (sources / changed).open("a") as file:
        file.write("# Another word.\n")
    assert migrated.digest(sources) != before


def test_a_page_of_the_site_has_no_part_in_it(sources: Path) -> None:
    (sources / "articles" / "views.py").write_text("")
    assert migrated.digest(sources) == migrated.digest()
