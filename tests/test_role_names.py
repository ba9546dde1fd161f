"""What cities call their roles: known names stand in every form, others need their article."""

from __future__ import annotations

import pytest

from advisor.answers.roles import UnknownRoleNameError, named
from advisor.errors import ENGLISH, said_in
from tests.support.shipped import shipped_pack

PACK = shipped_pack()
FORMS = {
    "Magistrat": ("der Magistrat", "des Magistrats"),
    "Stadtsenat": ("der Stadtsenat", "des Stadtsenats"),
    "Verwaltungsvorstand": ("der Verwaltungsvorstand", "des Verwaltungsvorstands"),
    "Regierungskollegium": ("das Regierungskollegium", "des Regierungskollegiums"),
    "Stadtverordnetenversammlung": ("die Stadtverordnetenversammlung", "der Stadtverordnetenversammlung"),
    "Kleiner Landrat": ("der Kleine Landrat", "des Kleinen Landrats"),
    "Grosser Landrat": ("der Grosse Landrat", "des Grossen Landrats"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_known_name_needs_no_article(name: str) -> None:
    forms = named(PACK, name)
    assert forms is not None
    assert (forms["der"], forms["des"]) == FORMS[name]


def test_an_unknown_name_is_never_given_a_wrong_article_as_an_example() -> None:
    with pytest.raises(UnknownRoleNameError) as error:
        named(PACK, "Direktorium")
    told = said_in(ENGLISH, *error.value.hints)
    assert "der Direktorium" not in told
    assert "as in 'die Exekutive'" in told
