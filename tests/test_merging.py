"""Two people changed one article: what stands of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.merging import merge

ORIGIN = {"headline": "Rain", "standfirst": "It fell.", "tags": [1]}
values = st.fixed_dictionaries(dict.fromkeys(ORIGIN, st.integers(0, 2)))


def but(**changed):
    return ORIGIN | changed


@pytest.mark.parametrize(
    ("mine", "theirs", "together", "clashes"),
    [
        (but(), but(), but(), ()),
        (but(headline="Snow"), but(), but(headline="Snow"), ()),
        (but(), but(headline="Hail"), but(headline="Hail"), ()),
        (but(headline="Snow"), but(tags=[2]), but(headline="Snow", tags=[2]), ()),
        (but(headline="Snow"), but(headline="Snow"), but(headline="Snow"), ()),
        (but(headline="Snow"), but(headline="Hail"), but(headline="Snow"), ("headline",)),
    ],
)
def test_what_one_changed_stands_and_what_both_changed_is_named(mine, theirs, together, clashes):
    merged = merge(ORIGIN, mine=mine, theirs=theirs)

    assert (merged.content, merged.clashes) == (together, clashes)


@given(values, values, values)
def test_nothing_that_only_one_changed_is_lost(origin, mine, theirs):
    merged = merge(origin, mine=mine, theirs=theirs)

    for name, value in merged.content.items():
        if name not in merged.clashes:
            changed = {each[name] for each in (mine, theirs)} - {origin[name]}
            assert value == (changed or {origin[name]}).pop()
