"""Settings: what they mean when they are left out, and where the site says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.config import SETTINGS, Settings, folder, misspelt


def test_nothing_needs_to_be_set():
    settings = Settings.read({})
    assert (settings.host, settings.port, settings.workers, settings.trusted_proxies) == ("127.0.0.1", 8000, 2, 0)
    assert settings.database_file == Path("instance/pathways.db").absolute()
    assert settings.cache_dir == Path("instance/cache").absolute()
    assert not settings.secure


def test_blank_is_not_set():
    blank = dict.fromkeys(("HOST", "PORT", "PATHWAYS_DATABASE_URL", "PATHWAYS_DOT", "PATHWAYS_PUBLIC_URL"), "  ")
    assert Settings.read(blank) == Settings.read({})


@pytest.mark.parametrize(
    ("given", "address", "secure"),
    [
        ({}, "http://127.0.0.1:8000", False),
        ({"HOST": "0.0.0.0", "PORT": "80"}, "http://127.0.0.1:80", False),
        ({"HOST": "::1"}, "http://[::1]:8000", False),
        ({"PATHWAYS_PUBLIC_URL": "https://plan.example/"}, "https://plan.example", True),
        ({"PATHWAYS_PUBLIC_URL": "http://plan.example:81"}, "http://plan.example:81", False),
    ],
)
def test_where_the_site_says_it_is(given, address, secure):
    settings = Settings.read(given)
    assert (settings.address, settings.secure) == (address, secure)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////srv/p.db", Path("/srv/p.db")),
        ("sqlite:////srv/p.db?timeout=3", Path("/srv/p.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql://host/name", None),
    ],
)
def test_which_file_the_database_is(url, file):
    assert Settings(database_url=url).database_file == file


def test_a_misspelt_setting_is_named_with_the_one_that_is_meant():
    assert misspelt({"PATHWAYS_SESION_DAYS": "30", "PATHWAYS_TRUSTED_PROXY": "1", "PATHWAYS_OF_GLORY": "yes"}) == (
        "PATHWAYS_SESION_DAYS is no setting and does nothing. Is PATHWAYS_SESSION_DAYS meant?",
        "PATHWAYS_TRUSTED_PROXY is no setting and does nothing. Is PATHWAYS_TRUSTED_PROXIES meant?",
    )
    assert misspelt({name: "set" for name, _, _ in SETTINGS}) == ()


def test_secrets_stay_out_of_what_is_printed():
    assert "hush" not in repr(Settings(secret_key="hush", secret_key_old="hush"))


@pytest.mark.parametrize("name", ["templates", "static", "seeds", "translations"])
def test_every_folder_is_found(name):
    assert folder(name).is_dir()
