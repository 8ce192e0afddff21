"""What makes a good password, and which addresses and names can be kept."""

from __future__ import annotations

import pytest

from pathways.domain.accounts import Weakness, mail_address, normal, person_name, weakness

EMAIL, NAME = "anne.vinterberg@skole.example", "Anne Vinterberg"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        pytest.param("seven boats on the fjord", None, id="a few words in a row"),
        pytest.param("xk29dmqw7rvt", None, id="twelve letters of chance are enough"),
        pytest.param("xk29dmqw7rv", Weakness.TOO_SHORT, id="eleven are not"),
        pytest.param("", Weakness.TOO_SHORT, id="nothing"),
        pytest.param("seven boats on the fjord " * 8, None, id="two hundred letters"),
        pytest.param("seven boats on the fjord " * 8 + "x", Weakness.TOO_LONG, id="one more"),
        pytest.param("ab cd " * 34, Weakness.TOO_LONG, id="more than anybody types"),
        pytest.param("anne.vinterberg@skole.example", Weakness.OWN_ADDRESS, id="the address"),
        pytest.param("Anne.Vinterberg2026", Weakness.OWN_ADDRESS, id="the address with a year"),
        pytest.param("vinterberg anne", Weakness.OWN_ADDRESS, id="its parts the other way round"),
        pytest.param("vinterberg xk29d", Weakness.OWN_ADDRESS, id="the name and five letters"),
        pytest.param("vinterberg xk29dm", None, id="the name and six letters, half of what is enough"),
        pytest.param("vinterberg went to sea", None, id="the name inside a sentence"),
        pytest.param("password1234", Weakness.COMMON, id="the commonest"),
        pytest.param("P@ssw0rd!!2026", Weakness.COMMON, id="the commonest, masked"),
        pytest.param("kodeordkodeord", Weakness.COMMON, id="a common word twice"),
        pytest.param("!!Kalundborg2026", Weakness.COMMON, id="the town with a year"),
        pytest.param("xkmxkkmxmkxm", Weakness.COMMON, id="three letters over and over"),
        pytest.param("xkmqxkkmqxmk", None, id="four letters"),
        pytest.param("aaaaaaaaaaaa", Weakness.COMMON, id="one letter"),
        pytest.param("121212121212", Weakness.COMMON, id="two digits"),
        pytest.param("123456789012", Weakness.COMMON, id="digits in a row, over the end"),
        pytest.param("zyxwvutsrqponm", Weakness.COMMON, id="the alphabet backwards"),
        pytest.param("qwertyuiopåqwe", Weakness.COMMON, id="along the keys"),
        pytest.param("314159265358", None, id="digits that are no row"),
    ],
)
def test_what_makes_a_good_password(password, why):
    assert weakness(password, EMAIL, NAME) is why


def test_a_name_that_is_not_in_the_address():
    assert weakness("Bo Sommerlund 1", "post@skole.example", "Bo Sommerlund") is Weakness.OWN_NAME


def test_a_name_of_short_parts_is_looked_for_in_one():
    assert weakness("Bo Ek Ry 2026", "post@skole.example", "Bo Ek Ry") is Weakness.OWN_NAME


def test_short_parts_of_a_name_are_not_looked_for():
    assert weakness("bo ko so to go no", "bo@ko.example", "Bo Ko") is None


def test_one_password_whichever_keyboard():
    assert normal("fja\u030arup på kaj") == normal("fjårup på kaj")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anne@Skole.Example ", "anne@skole.example"),
        ("a+b'c@x-y.dk", "a+b'c@x-y.dk"),
        ("anne", None),
        ("anne@skole", None),
        ("anne@@skole.dk", None),
        ("anne@skole..dk", None),
        ("an ne@skole.dk", None),
        ("anne@skole.dk\r\nBcc: all@skole.dk", None),
        ("anne@skole.dk,bo@skole.dk", None),
        ("ånne@skole.dk", None),
        ("", None),
        (f"{'a' * 249}@b.dk", f"{'a' * 249}@b.dk"),
        (f"{'a' * 250}@b.dk", None),
    ],
)
def test_addresses(typed, kept):
    assert mail_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anne   Vinterberg ", "Anne Vinterberg"),
        ("Åse Ø.", "Åse Ø."),
        ("", None),
        ("   ", None),
        ("Å", "Å"),
        ("x" * 80, "x" * 80),
        ("x" * 81, None),
        ("Anne\u202egnp.exe", None),
        ("Anne\x00", None),
    ],
)
def test_names(typed, kept):
    assert person_name(typed) == kept
