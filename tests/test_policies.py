"""What a policy said on any day stays to be read, and an article links what it said on its day."""

import datetime
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import migrations
from articles.models import Article, Policy, PolicyVersion
from articles.models.policy import PolicyRefused
from articles.models.record import RecordIsPermanent
from tests import factories
from tests.newspaper import typed_policy

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/policy/add/"
NOON = datetime.time(12, tzinfo=datetime.UTC)
MARCH, APRIL, MAY = (
    datetime.datetime.combine(datetime.date(2026, month, 3), NOON) for month in (3, 4, 5)
)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def changed(
    policy: Policy, text: str, *, at: datetime.datetime | None = None, **fields: Any
) -> None:
    policy.body_source = f"<p>{text}</p>"
    for name, value in fields.items():
        setattr(policy, name, value)
    policy.put_in_force(by=factories.editor(), change=f"Says: {text}", at=at)


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def address(policy: Policy) -> str:
    return f"/admin/articles/policy/{policy.pk}/change/"


def retyped(policy: Policy, **fields: Any) -> dict[str, Any]:
    """What the browser sends when the form of a policy is saved as it stands."""
    return typed_policy(
        **{
            "title": policy.title,
            "slug": policy.slug,
            "body_source": policy.body,
            "covers": policy.covers,
            "position": policy.position,
            "change": "",
            "seen": policy.present.number if policy.present else "",
            **fields,
        }
    )


# Versions


def test_saving_other_words_makes_the_next_version(desk: Client) -> None:
    policy = factories.policy()
    sent = retyped(policy, body_source="<p>Always.</p>", change="Without exceptions now.")
    desk.post(address(policy), sent)
    assert list(
        policy.versions.values_list("number", "body", "change", "made_by__groups__name")
    ) == [
        (2, "<p>Always.</p>", "Without exceptions now.", "Editor"),
        (1, "<p>We name our sources.</p>", "", "Editor"),
    ]


@pytest.mark.parametrize(
    "typed", [{}, {"position": "7"}, {"covers": ["ethics"]}, {"retired": "on"}, {"change": "None."}]
)
def test_saving_the_same_words_makes_none(desk: Client, typed: dict[str, Any]) -> None:
    policy = factories.policy()
    assert desk.post(address(policy), retyped(policy, **typed)).status_code == 302
    assert policy.versions.count() == 1


@pytest.mark.parametrize("typed", [{"title": "Ethics"}, {"body_source": "<p>Always.</p>"}])
@pytest.mark.parametrize("change", ["", " ", "\u2800"])
def test_readers_are_told_what_changed(desk: Client, typed: dict[str, Any], change: str) -> None:
    policy = factories.policy()
    page = desk.post(address(policy), retyped(policy, **typed, change=change)).content.decode()
    assert "Tell readers in one line what changed." in page
    assert policy.versions.count() == 1


def test_no_path_changes_a_policy_without_a_word_to_readers() -> None:
    policy = factories.policy()
    policy.body_source = "<p>Never.</p>"
    with pytest.raises(PolicyRefused):
        policy.put_in_force(by=factories.editor())
    assert "Never" not in Policy.objects.get().body


def test_the_first_version_needs_no_such_word(desk: Client) -> None:
    desk.post(ADD, typed_policy(slug="about", title="About"))
    assert Policy.objects.get().present.number == 1


def test_who_opened_the_form_before_a_colleague_saved_is_told(desk: Client) -> None:
    policy = factories.policy()
    mine = retyped(policy, body_source="<p>Mine.</p>", change="Mine.")
    changed(policy, "Theirs.")
    page = desk.post(address(policy), mine).content.decode()
    assert "Version 2 came into force after you opened this page." in page
    assert "Mine." in page
    assert policy.versions.count() == 2


def test_a_version_does_not_begin_before_the_one_it_follows() -> None:
    policy = factories.policy(at=MAY)
    with pytest.raises(PolicyRefused):
        changed(policy, "Earlier.", at=APRIL)


def test_a_stale_copy_makes_the_next_version_and_not_the_same_again() -> None:
    policy = factories.policy()
    stale = Policy.objects.get()
    changed(policy, "Two.")
    changed(stale, "Three.")
    assert [version.number for version in policy.versions.all()] == [3, 2, 1]


def test_what_a_version_says_is_made_safe_on_every_path() -> None:
    policy = factories.policy()
    body = "<p>Fine.<script>alert(1)</script></p>"
    PolicyVersion(policy=policy, number=2, title="T", body=body, change="Worse.").save()
    assert "script" not in policy.versions.get(number=2).body


def test_a_version_is_never_changed_or_removed() -> None:
    version = factories.policy().present
    for attempt in (version.save, version.delete, PolicyVersion.objects.all().delete):
        with pytest.raises(RecordIsPermanent):
            attempt()


def test_the_database_keeps_no_second_version_without_a_word() -> None:
    policy = factories.policy()
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion(policy=policy, number=2, title="T", body="").save()


def test_what_was_in_force_is_retired_and_not_deleted(desk: Client) -> None:
    policy = factories.policy()
    where = f"/admin/articles/policy/{policy.pk}/delete/"
    assert desk.post(where, {"post": "yes"}).status_code == 403
    desk.post(address(policy), retyped(policy, retired="on"))
    assert f'href="{policy.get_absolute_url()}"' not in html(desk, "/")
    assert "We name our sources." in html(desk, policy.get_absolute_url())


def test_the_address_of_a_policy_stays(desk: Client) -> None:
    policy = factories.policy(slug="ethics")
    desk.post(address(policy), retyped(policy, slug="morals"))
    assert Policy.objects.get().slug == "ethics"


def test_a_reporter_reads_the_form_and_changes_nothing(client: Client) -> None:
    policy = factories.policy()
    client.force_login(factories.user("Reporter"))
    assert "We name our sources." in html(client, address(policy))
    assert client.post(address(policy), retyped(policy)).status_code == 403


# Pages


def test_the_page_shows_what_is_in_force_and_since_when(client: Client) -> None:
    policy = factories.policy(at=MARCH)
    changed(policy, "Always.", at=MAY)
    page = html(client, policy.get_absolute_url())
    assert "<p>Always.</p>" in page
    assert re.search(r"In force since <time[^>]*>3 May 2026</time>", page)
    assert "Says: Always." in page
    assert f'href="{policy.get_absolute_url()}1/"' in page
    assert "noindex" not in page


def test_an_earlier_version_says_so_and_leads_to_the_one_in_force(client: Client) -> None:
    policy = factories.policy(at=MARCH, title="Sources")
    changed(policy, "Always.", at=MAY, title="Names")
    page = html(client, f"{policy.get_absolute_url()}1/")
    assert "<p>We name our sources.</p>" in page
    assert re.search(r"<h1[^>]*>Sources</h1>", page)
    assert re.search(r"from <time[^>]*>3 March 2026</time> to <time[^>]*>3 May 2026</time>", page)
    assert "This is an earlier version." in page
    assert f'href="{policy.get_absolute_url()}"' in page


def test_engines_find_the_version_in_force_alone(client: Client) -> None:
    policy = factories.policy()
    changed(policy, "Always.")
    address = policy.get_absolute_url()
    first, second = html(client, f"{address}1/"), html(client, f"{address}2/")
    assert '<meta name="robots" content="noindex">' in first
    assert 'rel="canonical"' not in first
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in second


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999"])
def test_a_version_that_never_was_is_not_found(client: Client, number: str) -> None:
    policy = factories.policy()
    changed(policy, "Always.")
    assert client.get(f"{policy.get_absolute_url()}{number}/").status_code == 404


def test_a_policy_page_asks_as_much_for_twelve_versions_as_for_two(client: Client) -> None:
    policy, asked = factories.policy(), []
    for number in range(12):
        changed(policy, f"Version {number}.")
        if number in {0, 11}:
            with CaptureQueriesContext(connection) as queries:
                html(client, policy.get_absolute_url())
            asked.append(len(queries))
    assert asked[0] == asked[1] <= 4


# Articles


def how_we_work(client: Client, article: Article) -> str:
    page = html(client, article.get_absolute_url())
    found = re.search(r'id="policies".*?</ul>', page, re.DOTALL)
    assert found
    return found[0]


def test_an_article_links_the_policy_while_it_is_as_on_its_day(client: Client) -> None:
    policy = factories.policy(at=MARCH)
    links = how_we_work(client, factories.published(at=APRIL))
    assert f'<a href="{policy.get_absolute_url()}">{policy.title}</a>' in links
    assert "since" not in links


def test_an_article_links_the_version_of_its_day_under_the_title_of_that_day(
    client: Client,
) -> None:
    policy = factories.policy(at=MARCH, title="Sources")
    article = factories.published(at=APRIL)
    changed(policy, "Always.", at=MAY, title="Names")
    links = how_we_work(client, article)
    assert f'<a href="{policy.get_absolute_url()}1/">Sources, as of' in links
    assert "3 April 2026" in links


def test_a_later_article_links_what_is_in_force(client: Client) -> None:
    policy = factories.policy(at=MARCH)
    changed(policy, "Always.", at=APRIL)
    links = how_we_work(client, factories.published(at=MAY))
    assert f'<a href="{policy.get_absolute_url()}">' in links


def test_an_article_older_than_a_policy_says_since_when_there_is_one(client: Client) -> None:
    policy = factories.policy(at=MAY)
    links = how_we_work(client, factories.published(at=APRIL))
    assert re.search(rf'{policy.get_absolute_url()}">[^<]*</a>, since <time[^>]*>3 May 2026', links)


def test_the_draft_of_an_article_is_shown_with_what_is_in_force(desk: Client) -> None:
    policy = factories.policy()
    changed(policy, "Always.")
    preview = f"/admin/articles/article/{factories.draft().pk}/preview/"
    assert f'<a href="{policy.get_absolute_url()}">{policy.title}</a>' in html(desk, preview)


def test_an_article_asks_as_much_for_ten_policies_as_for_one(client: Client) -> None:
    article, asked = factories.published(at=APRIL), []
    for number in range(10):
        changed(factories.policy(at=MARCH), "Always.", at=MAY)
        if number in {0, 9}:
            with CaptureQueriesContext(connection) as queries:
                html(client, article.get_absolute_url())
            asked.append(len(queries))
            about = [query for query in queries if "articles_policy" in query["sql"]]
            assert len(about) == 1
    assert asked[0] == asked[1]


# What was there before versions were kept


def test_a_page_that_was_there_is_its_own_first_version(client: Client) -> None:
    old = Policy.objects.create(title="About", slug="about", body_source="<p>Us.</p>")
    names = [module.name for module in iter_modules(migrations.__path__)]
    (name,) = [name for name in names if name.endswith("policy_version")]
    import_module(f"articles.migrations.{name}").give_first_version(apps, None)
    version = Policy.objects.get().present
    assert (version.number, version.title, version.body) == (1, "About", "<p>Us.</p>")
    assert version.since == old.updated_at
    assert "In force since" in html(client, "/policies/about/")


def test_a_page_that_no_verb_put_in_force_is_still_read(client: Client) -> None:
    Policy.objects.create(title="About", slug="about", body_source="<p>Us.</p>")
    article = factories.published(at=timezone.now() - datetime.timedelta(days=1))
    assert "<p>Us.</p>" in html(client, "/policies/about/")
    assert '<a href="/policies/about/">About</a>' in how_we_work(client, article)


def test_a_paper_without_policies_has_no_heading_for_them(client: Client) -> None:
    article = factories.published()
    assert "policies-heading" not in client.get(article.get_absolute_url()).text
    factories.policy()
    assert "policies-heading" in client.get(article.get_absolute_url()).text
