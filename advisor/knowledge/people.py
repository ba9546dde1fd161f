"""Who acts: roles under neutral names, the names that a city may use for them, and how known cities call them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from advisor.knowledge.fields import ArticleId, Cited, Entry, Fixed, Id, Means, RoleId, Text
from advisor.logic.condition import Condition, some


class Role(Entry, frozen=True, kw_only=True):
    """Somebody who acts, under a neutral name."""

    id: Id
    article: Annotated[ArticleId, Meta(description="The article of the name, one of those under articles.")]
    name: Annotated[Fixed, Meta(description="The neutral name.")]
    about: Annotated[Text, Meta(description="Who this is, and what they decide.")]
    refuses: Annotated[Condition, Meta(description="The condition on answers under which this role refuses.")] | None = None
    absent: Annotated[Condition, Meta(description="The condition on answers under which nobody is in this role.")] | None = None
    forms: Annotated[dict[str, str], Meta(description="Forms of the name that the article alone does not give.")] = {}

    @property
    def cannot_act(self) -> Condition:
        """Return when nothing can be laid upon this role: it refuses, or there is nobody."""
        return some(*(each for each in (self.refuses, self.absent) if each is not None))


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
