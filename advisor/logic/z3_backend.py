"""Ask a solver for a city in which a condition holds. The only module that knows z3.

Facts become whole numbers: a level its place among the levels of its question, a number itself. Conditions are read from the
same tree as everywhere; a state is what each fact is, before or after something was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from advisor.errors import AdvisorError
from advisor.logic.condition import Condition, Group, Test
from advisor.logic.values import Allowed, Domain, Levels, Span, Value

try:
    import z3
except ImportError as error:  # said where it is needed, so that this module can be looked at without the extra
    z3 = None
    _MISSING = (
        f"Proofs need the extra 'authors', and z3 cannot be imported ({error}). Run: pip install 'smart-city-advisor[authors]'."
    )


class MissingSolverError(AdvisorError):
    """The extra with the solver is not installed."""


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    State = Mapping[str, Any]
    """What each fact is: a term of the solver."""

_PATIENCE = 20_000
"""Milliseconds for one question; those of packs take a few."""


_NO_PLACE = -1
"""The place of a level that nobody knows."""


class UndecidedError(AdvisorError):
    """The solver gave up on a question; nothing is claimed then."""


class Cities:
    """Every city that can be asked about: the facts with their domains, and what is true of all of them."""

    def __init__(self, facts: Mapping[str, Domain], bounds: Mapping[str, Allowed]) -> None:
        """Take the facts that answers stand for, and the bounds of numbers.

        Raises:
            MissingSolverError: no solver is installed.

        """
        if z3 is None:
            raise MissingSolverError(_MISSING)
        self.facts = facts
        self.state: State = {name: z3.Int(name) for name in facts}
        self._solver = z3.Solver()
        self._solver.set("timeout", _PATIENCE)
        for name, domain in facts.items():
            self._solver.add(_within(self.state[name], domain, bounds.get(name)))
        self._read: dict[tuple[int, Condition], Any] = {}
        self._states: list[State] = []

    def assume(self, condition: Condition) -> None:
        """Look only at cities in which a condition holds."""
        self._solver.add(self.holds(condition))

    def holds(self, condition: Condition, state: State | None = None) -> Any:  # noqa: ANN401 - a term of the solver
        """Return the term that says that a condition holds in a state; by default as the city stands."""
        state = self.state if state is None else state
        if not any(each is state for each in self._states):
            self._states.append(state)  # kept, so that no other state gets its identity
        key = (id(state), condition)
        if key not in self._read:
            self._read[key] = self._term(condition, state)
        return self._read[key]

    def _term(self, condition: Condition, state: State) -> Any:  # noqa: ANN401
        match condition:
            case Test(fact, allowed, domain):
                return _among(state[fact], domain, allowed)
            case Group(needed, members):
                terms = [self.holds(member, state) for member in members]
                if needed <= 0:
                    return z3.BoolVal(val=True)
                if needed > len(terms):
                    return z3.BoolVal(val=False)
                if needed == len(terms):
                    return z3.And(terms)
                return z3.Or(terms) if needed == 1 else z3.AtLeast(*terms, needed)
            case _:
                assert_never(condition)

    def raised(self, state: State, changes: Mapping[str, Value], when: Any = True) -> State:  # noqa: ANN401, FBT002
        """Return the state in which facts are raised to at least a value, where ``when`` holds; unordered ones take it."""
        after = dict(state)
        for name, value in changes.items():
            domain = self.facts[name]
            wanted = _place(domain, value)
            before = after[name]
            higher = z3.If(before < wanted, wanted, before) if not isinstance(domain, Levels) or domain.numbers else wanted
            after[name] = z3.If(when, higher, before)
        return after

    def opened(self, state: State, fact: str, when: Any, value: Value | None) -> State:  # noqa: ANN401
        """Return the state in which nobody knows a fact where ``when`` holds, so that it passes no test; or it has a value there.

        A number may then be any, for none is outside of all spans.
        """
        domain = self.facts[fact]
        if value is not None:
            then = z3.IntVal(_place(domain, value))
        else:
            then = z3.IntVal(_NO_PLACE) if isinstance(domain, Levels) else z3.FreshInt(fact)
        return {**state, fact: z3.If(when, then, state[fact])}

    def moved(self, fact: str, by: int) -> State:
        """Return the state in which one fact is some places further."""
        return {**self.state, fact: self.state[fact] + by}

    def occurs(self, *claims: Any) -> bool:  # noqa: ANN401
        """Tell whether all claims hold in some city; to read off which one takes longer than to know that there is one.

        Raises:
            UndecidedError: it took too long.

        """
        found = self._solver.check(*claims)
        if found == z3.unknown:
            raise UndecidedError(f"The solver gave up: {self._solver.reason_unknown()}.")
        return bool(found == z3.sat)

    def example(self, *claims: Any, shown: State | None = None) -> dict[str, Value] | None:  # noqa: ANN401
        """Return a whole city in which all claims hold, or None if there is none; ``shown`` is a later state to show it in.

        Raises:
            UndecidedError: it took too long.

        """
        if not self.occurs(*claims):
            return None
        model, state = self._solver.model(), self.state if shown is None else shown
        return {
            name: _value(domain, model.eval(state[name], model_completion=True).as_long()) for name, domain in self.facts.items()
        }

    def like(self, city: Mapping[str, Value]) -> list[Any]:
        """Return the claims that a city is this one."""
        return [self.state[name] == _place(self.facts[name], value) for name, value in city.items()]

    def needed(self, city: Mapping[str, Value], claim: Any, among: list[str]) -> list[str]:  # noqa: ANN401
        """Return those facts of a city without which a claim would not be certain.

        One after the other is left out. What the solver did not use for its last proof is left out without asking it again.
        """
        kept = {name: self.state[name] == _place(self.facts[name], city[name]) for name in among}
        self._solver.push()
        self._solver.add(z3.Not(claim))
        used = self._used(kept.values()) or set()
        for name, term in list(kept.items()):
            fewer = {each: other for each, other in kept.items() if each != name}
            without = self._used(fewer.values()) if term.get_id() in used else used
            if without is not None:
                kept, used = fewer, without
        self._solver.pop()
        return list(kept)

    def _used(self, terms: Iterable[Any]) -> set[int] | None:
        """Return which terms the solver used to prove that they do not hold together; None where they may."""
        return {each.get_id() for each in self._solver.unsat_core()} if self._solver.check(*terms) == z3.unsat else None


def both(*claims: Any) -> Any:  # noqa: ANN401 - terms of the solver
    """Return the term that says that all claims hold."""
    return z3.And(*claims)


def either(*claims: Any) -> Any:  # noqa: ANN401
    """Return the term that says that one of the claims holds."""
    return z3.Or(*claims)


def no(claim: Any) -> Any:  # noqa: ANN401
    """Return the term that says that a claim does not hold."""
    return z3.Not(claim)


def _within(term: Any, domain: Domain, bounds: Allowed | None) -> Any:  # noqa: ANN401
    if isinstance(domain, Levels):
        return z3.And(term >= 0, term < len(domain.names))
    return _in_span(term, bounds) if isinstance(bounds, Span) else z3.BoolVal(val=True)


def _among(term: Any, domain: Domain, allowed: Allowed) -> Any:  # noqa: ANN401
    if isinstance(allowed, Span):
        return _in_span(term, allowed)
    return z3.Or([term == _place(domain, name) for name in sorted(allowed)])


def _in_span(term: Any, span: Span) -> Any:  # noqa: ANN401
    low = [term >= span.low] if span.low is not None else []
    high = [term <= span.high] if span.high is not None else []
    return z3.And(low + high)


def _place(domain: Domain, value: Value) -> int:
    return domain.names.index(str(value)) if isinstance(domain, Levels) else int(value)


def _value(domain: Domain, place: int) -> Value:
    return domain.names[place] if isinstance(domain, Levels) else place
