"""What must be settled before readers come in: looked at by `check --deploy` and `make serve`."""

import pytest
from django.contrib.auth.models import User

from newsroom import launch
from newsroom.demo import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("admin", password=PASSWORD)


def test_no_site_is_served_into_which_everybody_can_sign_in(admin: User) -> None:
    with pytest.raises(SystemExit) as refusal:
        launch.refuse_what_is_open_to_all()
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
    launch.refuse_what_is_open_to_all()


def test_a_demo_that_is_only_shown_is_served_when_asked_for(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "1")
    launch.refuse_what_is_open_to_all()
