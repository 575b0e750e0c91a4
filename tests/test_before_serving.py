"""What must be settled before readers come in: looked at by `check --deploy` and `make serve`."""

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from newsroom import launch
from newsroom.checks import PRINTED, TAG
from newsroom.demo import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("admin", password=PASSWORD)


def test_no_site_is_served_into_which_everybody_can_sign_in(admin: User) -> None:
    with pytest.raises(SystemExit) as refusal:
        launch.look_before_serving()
    assert "admin can sign in" in str(refusal.value)
    assert "manage.py changepassword" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("change", ["password", "closed"])
def test_an_account_that_is_not_open_to_all_stops_nothing(admin: User, change: str) -> None:
    if change == "password":
        admin.set_password("one of my own")
    else:
        admin.is_active = False
    admin.save()
    launch.look_before_serving()


def test_a_demo_that_is_only_shown_is_served_when_asked_for(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "1")
    launch.look_before_serving()


@pytest.fixture
def settled(settings: Settings) -> Settings:
    """A site behind its proxy, where nothing is left to do."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SITE_URL = "https://news.example"
    settings.HTTPS = True
    settings.TRUSTED_PROXIES = 1
    return settings


def left_to_do() -> list[str]:
    found = run_checks(tags=[TAG], include_deployment_checks=True)
    return [str(message.hint) for message in found]


def test_where_all_is_settled_nothing_is_left_to_do(settled: Settings) -> None:
    assert left_to_do() == []


@pytest.mark.parametrize(
    ("setting", "value", "hint"),
    [
        ("EMAIL_BACKEND", PRINTED, "EMAIL_URL"),
        ("SITE_URL", "http://127.0.0.1:8000", "SITE_URL"),
        ("TRUSTED_PROXIES", 0, "TRUSTED_PROXIES"),
    ],
)
def test_what_is_left_to_do_is_said_and_the_site_served(
    settled: Settings,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    value: object,
    hint: str,
) -> None:
    setattr(settled, setting, value)
    assert [hint in each for each in left_to_do()] == [True]
    launch.look_before_serving()
    assert capsys.readouterr().out.startswith("WARNING: ")


def test_the_demos_password_fails_the_deployment_check(settled: Settings, admin: User) -> None:
    with pytest.raises(SystemCheckError, match="changepassword"):
        call_command("check", "--deploy")
