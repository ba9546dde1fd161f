"""Who acts: roles under neutral names, the names that a city may use for them, and how known cities call them."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from advisor.knowledge.fields import ArticleId, Cited, Entry, Fixed, Id, Means, QuestionId, RoleId, Text
from advisor.logic.condition import Condition, some
from advisor.logic.evaluate import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.logic.values import Allowed


class OtherName(Entry, frozen=True, kw_only=True):
    """What a role is called where a condition is certain."""

    when: Annotated[Condition, Meta(description="Where the role is called so.")]
    article: Annotated[ArticleId, Meta(description="The article of the name.")]
    name: Annotated[Fixed, Meta(description="The neutral name there.")]
    forms: Annotated[dict[str, str], Meta(description="Forms of the name that the article alone does not give.")] = {}
    only_one: Annotated[bool, Meta(description="true if there is only one there, so that nobody asks which is meant.")] = False


class Role(Entry, frozen=True, kw_only=True):
    """Somebody who acts, under a neutral name."""

    id: Id
    article: Annotated[ArticleId, Meta(description="The article of the name, one of those under articles.")]
    name: Annotated[Fixed, Meta(description="The neutral name.")]
    about: Annotated[Text, Meta(description="Who this is, and what they decide.")]
    refuses: Annotated[Condition, Meta(description="The condition on answers under which this role refuses.")] | None = None
    absent: Annotated[Condition, Meta(description="The condition on answers under which nobody is in this role.")] | None = None
    forms: Annotated[dict[str, str], Meta(description="Forms of the name that the article alone does not give.")] = {}
    instead: Annotated[
        tuple[OtherName, ...], Meta(description="Other neutral names under a condition; the first that is certain counts.")
    ] = ()

    def called(self, known: "Mapping[str, Allowed]") -> "Role | OtherName":
        """Return what carries the neutral name of the role where certain values of facts are known."""
        return next((other for other in self.instead if holds(other.when, known) is True), self)

    @property
    def names_of_any(self) -> frozenset[str]:
        """Return the neutral names that stand for any of several."""
        return frozenset({self.name, *(other.name for other in self.instead if not other.only_one)})

    @property
    def cannot_act(self) -> Condition:
        """Return when nothing can be laid upon this role: it refuses, or there is nobody."""
        return some(*(each for each in (self.refuses, self.absent) if each is not None))


class Competence(Entry, frozen=True, kw_only=True):
    """A role that may grant money, and up to how much."""

    role: Annotated[RoleId, Meta(description="The id of the role.")]
    up_to: (
        Annotated[QuestionId, Meta(description="The id of the question about the amount up to which the role decides alone.")]
        | None
    ) = None
    waits_for: (
        Annotated[QuestionId, Meta(description="The id of the question about the months that money from this role takes.")] | None
    ) = None
    one_person: Annotated[
        bool, Meta(description="true if it is one person, who decides at no meeting and never on what is paid every year.")
    ] = False


class RoleName(Entry, frozen=True, kw_only=True):
    """A name a city may use for a role; ``forms`` for those that the article alone does not give."""

    article: Annotated[ArticleId, Meta(description="The article of the name.")]
    name: Annotated[Fixed, Meta(description="The name as a city uses it.")]
    forms: Annotated[dict[str, str], Meta(description="Forms of the name that the article alone does not give.")] = {}


class Preset(Entry, frozen=True, kw_only=True):
    """How a known city calls its roles."""

    city: Annotated[Fixed, Meta(description="The name of the city.")]
    canton: Annotated[Fixed, Meta(description="Its canton, as two letters.")]
    labels: Annotated[dict[RoleId, Annotated[str, Means("role name")]], Meta(description="By role: the name the city uses.")]
    sources: Annotated[Cited, Meta(description="Ids of the sources that document it.")] = ()
