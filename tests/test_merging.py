"""Two people changed one article: what stands of both."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content import Content
from articles.merging import merge

ORIGIN: Content = {"headline": "Rain", "standfirst": "It fell.", "kicker": "Weather"}
values = st.fixed_dictionaries(dict.fromkeys(ORIGIN, st.integers(0, 2)))


def but(**changed: Any) -> Content:
    return ORIGIN | changed


@pytest.mark.parametrize(
    ("mine", "theirs", "together", "clashes"),
    [
        (but(), but(), but(), ()),
        (but(headline="Snow"), but(), but(headline="Snow"), ()),
        (but(), but(headline="Hail"), but(headline="Hail"), ()),
        (but(headline="Snow"), but(kicker="Night"), but(headline="Snow", kicker="Night"), ()),
        (but(headline="Snow"), but(headline="Snow"), but(headline="Snow"), ()),
        (but(headline="Snow"), but(headline="Hail"), but(headline="Snow"), ("headline",)),
    ],
)
def test_what_one_changed_stands_and_what_both_changed_is_named(
    mine: Content, theirs: Content, together: Content, clashes: tuple[str, ...]
) -> None:
    merged = merge(ORIGIN, mine=mine, theirs=theirs)

    assert (merged.content, merged.clashes) == (together, clashes)


def test_the_photos_of_a_text_go_with_it() -> None:
    origin: Content = {"body": "<p>Rain.</p>", "headline": "Rain"}
    theirs = origin | {"body": "<p>Rain, seen.</p>", "photos": [{"id": 1}]}

    merged = merge(origin, mine=origin | {"headline": "Snow"}, theirs=theirs)

    assert merged.content == theirs | {"headline": "Snow"}
    assert merge(origin, mine=theirs, theirs=origin).content == theirs


def test_what_is_only_called_otherwise_was_changed_by_neither() -> None:
    was, renamed, other = {"id": 1, "name": "Ana"}, {"id": 1, "name": "Ana R."}, {"id": 2}
    origin: Content = {"tags": [was], "section": was}
    theirs: Content = {"tags": [renamed], "section": renamed}

    assert merge(origin, mine=theirs, theirs=theirs).content == theirs
    merged = merge(origin, mine={"tags": [renamed, other], "section": other}, theirs=theirs)

    assert merged.clashes == ()
    assert merged.content == {"tags": [renamed, other], "section": other}


@given(values, values, values)
def test_nothing_that_only_one_changed_is_lost(
    origin: Content, mine: Content, theirs: Content
) -> None:
    merged = merge(origin, mine=mine, theirs=theirs)

    for name, value in merged.content.items():
        if name not in merged.clashes:
            changed = {each[name] for each in (mine, theirs)} - {origin[name]}
            assert value == (changed or {origin[name]}).pop()
