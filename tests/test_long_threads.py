"""A thread's pages: roots by fifty, branches folded, every order, as cheap at any length."""

import itertools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.paging import REPLIES_PER_PAGE, REPLIES_SHOWN, ROOTS_PER_PAGE
from tests import factories

pytestmark = pytest.mark.django_db


def said(article: Article, count: int, parent: Comment | None = None) -> list[Comment]:
    return [factories.approved(article, parent=parent, from_newsroom=True) for _ in range(count)]


def chain(article: Article, length: int) -> list[Comment]:
    """Each answers the one before it."""
    links: list[Comment] = []
    for _ in range(length):
        links += said(article, 1, parent=links[-1] if links else None)
    return links


def html(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def shown(page: str, comments: list[Comment]) -> list[Comment]:
    """Those of the comments that stand on a page, in its order."""
    places = {page.find(f'id="comment-{comment.pk}"'): comment for comment in comments}
    return [places[place] for place in sorted(places) if place >= 0]


def asked(client: Client, address: str) -> int:
    client.get(address, follow=True)
    with CaptureQueriesContext(connection) as questions:
        client.get(address, follow=True)
    return len(questions)


def test_a_page_has_fifty_roots_with_their_first_replies(client: Client) -> None:
    article = factories.published()
    roots = said(article, ROOTS_PER_PAGE + 2)
    replies = said(article, REPLIES_SHOWN + 3, parent=roots[0])
    address = article.get_absolute_url()
    first = html(client, address)
    assert shown(first, roots) == roots[:ROOTS_PER_PAGE]
    assert shown(first, replies) == replies[:REPLIES_SHOWN]
    assert "Show 3 more replies" in first
    assert shown(html(client, f"{address}?page=2"), roots) == roots[ROOTS_PER_PAGE:]


def test_the_folded_replies_have_a_page_of_their_own(client: Client) -> None:
    article = factories.published()
    (root,) = said(article, 1)
    replies = said(article, REPLIES_PER_PAGE + 1, parent=root)
    assert shown(html(client, root.replies_url), [root, *replies]) == [root, *replies[:-1]]
    assert shown(html(client, f"{root.replies_url}?page=2"), replies) == replies[-1:]


def test_the_fragment_of_a_branch_is_its_replies_alone(client: Client) -> None:
    article = factories.published()
    (root,) = said(article, 1)
    replies = said(article, REPLIES_SHOWN + 1, parent=root)
    fragment = html(client, f"{root.replies_url}?fragment=1")
    assert shown(fragment, [root, *replies]) == replies
    assert "<html" not in fragment


def test_the_branch_of_a_reply_is_that_of_its_root(client: Client) -> None:
    article = factories.published()
    root, reply = chain(article, 2)
    address = f"/comments/{reply.pk}/replies/"
    assert client.get(address).headers["Location"] == root.replies_url


def test_a_branch_of_an_article_that_is_not_public_is_nowhere(client: Client) -> None:
    article = factories.published()
    (root,) = said(article, 1)
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    assert client.get(root.replies_url).status_code == 404


def test_a_reply_on_another_page_than_what_it_answers_names_it(client: Client) -> None:
    article = factories.published()
    (root,) = said(article, 1)
    first = said(article, REPLIES_PER_PAGE, parent=root)[0]
    said(article, 1, parent=first)
    page = html(client, f"{root.replies_url}?page=2")
    assert f'In reply to <a href="{first.get_absolute_url()}">#{first.number}</a>' in page


@pytest.mark.parametrize("shape", ["roots", "replies", "chain"])
def test_every_permalink_opens_the_page_it_stands_on(client: Client, shape: str) -> None:
    article = factories.published()
    if shape == "roots":
        comments = said(article, ROOTS_PER_PAGE + 1)
    elif shape == "replies":
        (root,) = said(article, 1)
        comments = [root, *said(article, REPLIES_PER_PAGE + 1, parent=root)]
    else:
        comments = chain(article, REPLIES_PER_PAGE + 2)
    for comment in comments[:: REPLIES_SHOWN + 1] + comments[-2:]:
        answer = client.get(comment.get_absolute_url())
        assert answer.headers["Location"].endswith(f"#comment-{comment.pk}")
        page = html(client, answer.headers["Location"])
        assert f'id="comment-{comment.pk}"' in page


def test_removed_comments_leave_the_pages_of_the_others_as_they_were(client: Client) -> None:
    article, moderator = factories.published(), factories.moderator()
    roots = said(article, ROOTS_PER_PAGE + 1)
    for comment in roots[:10]:
        comment.reject(by=moderator, reason="Advertising.")
    page = html(client, roots[-1].get_absolute_url())
    assert shown(page, roots) == roots[-1:]


def test_the_newest_first(client: Client) -> None:
    article = factories.published()
    roots = said(article, ROOTS_PER_PAGE + 1)
    address = f"{article.get_absolute_url()}?sort=newest"
    assert shown(html(client, address), roots) == roots[:0:-1]
    assert shown(html(client, f"{address}&page=2"), roots) == roots[:1]


def test_the_most_replied_first_and_then_the_next(client: Client) -> None:
    article = factories.published()
    roots = said(article, ROOTS_PER_PAGE + 1)
    said(article, 2, parent=roots[7])
    said(article, 1, parent=roots[3])
    by_replies = [roots[7], roots[3], *(r for r in roots if r not in (roots[7], roots[3]))]
    address = f"{article.get_absolute_url()}?sort=replies"
    first = html(client, address)
    assert shown(first, roots) == by_replies[:-1]
    following = f"?sort=replies&amp;after={by_replies[-2].pk}#comments"
    assert following.replace("&amp;", "&") in first.replace("&amp;", "&")
    assert shown(html(client, f"{address}&after={by_replies[-2].pk}"), roots) == by_replies[-1:]


def test_the_editors_choice_is_what_was_featured_the_latest_first(client: Client) -> None:
    article = factories.published()
    root, reply, other = *chain(article, 2), *said(article, 1)
    for comment in (root, reply):
        Comment.objects.filter(pk=comment.pk).update(featured_at=timezone.now())
    page = html(client, f"{article.get_absolute_url()}?sort=choice")
    assert shown(page, [root, reply, other]) == [reply, root]
    assert page.count("comment-choice") == 2
    assert f"#{root.number}</a>" in page


def test_an_editors_choice_that_was_removed_is_not_shown(client: Client) -> None:
    article = factories.published()
    root, _ = chain(article, 2)
    root.reject(by=factories.moderator(), reason="Off the subject.")
    Comment.objects.filter(pk=root.pk).update(featured_at=timezone.now())
    page = html(client, f"{article.get_absolute_url()}?sort=choice")
    assert f'id="comment-{root.pk}"' not in page


@pytest.mark.parametrize("query", ["sort=x", "sort=replies&after=x", "sort=choice&after=0"])
def test_an_odd_order_is_answered_all_the_same(client: Client, query: str) -> None:
    article = factories.published()
    said(article, 1)
    html(client, f"{article.get_absolute_url()}?{query}")


@pytest.mark.parametrize("query", ["", "?sort=newest", "?sort=replies", "?sort=choice", "?page=99"])
def test_no_page_asks_more_in_a_long_thread(client: Client, query: str) -> None:
    short, long = factories.published(), factories.published()
    chain(short, 3)
    for _ in range(3):
        chain(long, REPLIES_SHOWN + 2)
    said(long, ROOTS_PER_PAGE)
    Comment.objects.update(featured_at=timezone.now())
    addresses = [f"{article.get_absolute_url()}{query}" for article in (short, long)]
    assert asked(client, addresses[0]) == asked(client, addresses[1])


def test_a_permalink_asks_the_same_wherever_it_leads(client: Client) -> None:
    article = factories.published()
    comments = chain(article, 4) + chain(article, REPLIES_PER_PAGE + 3)
    assert asked(client, comments[0].get_absolute_url()) <= 10
    counts = {asked(client, comment.get_absolute_url()) for comment in comments[-45::20]}
    assert len(counts) == 1


def plan(queries: list[dict[str, str]]) -> list[str]:
    """How the database would find what these questions ask of comments."""
    about_comments = [q["sql"] for q in queries if 'FROM "comments_comment"' in q["sql"]]
    explain, column = "EXPLAIN QUERY PLAN", 3
    lines = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table this small is read whole when nothing speaks against it.
            cursor.execute("SET LOCAL enable_seqscan = off")
            explain, column = "EXPLAIN", 0
        for sql in about_comments:
            cursor.execute(f"{explain} {sql}")
            lines += [row[column].strip(" ->") for row in cursor.fetchall()]
    return lines


@pytest.mark.parametrize("query", ["", "?sort=newest", "?sort=replies", "?sort=choice"])
def test_every_order_is_read_from_an_index(client: Client, query: str) -> None:
    article = factories.published()
    chain(article, 3)
    with CaptureQueriesContext(connection) as questions:
        client.get(f"{article.get_absolute_url()}{query}")
    found = plan(questions.captured_queries)
    assert any("comments_comment" in line for line in found)
    whole = [line for line in found if line.startswith(("SCAN comments", "Seq Scan"))]
    assert whole == []


def test_a_deep_chain_is_shown_whole_over_its_pages(client: Client) -> None:
    article = factories.published()
    links = chain(article, 2 * REPLIES_PER_PAGE + 1)
    pages = [html(client, f"{links[0].replies_url}?page={number}") for number in (1, 2)]
    standing = list(itertools.chain(*(shown(page, links[1:]) for page in pages)))
    assert standing == links[1:]
