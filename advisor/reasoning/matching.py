"""How experta matches facts and orders its agenda, made exact and fast enough for several runs per report.

experta reads both from class attributes of the engine, so it stays untouched. :class:`IndexedMatcher` sends a fact only to the
patterns of its own class and values, and collects only the rules that changed; stock experta visits all of both.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, Any

from advisor.reasoning._experta import (
    NOT,
    Activation,
    Agenda,
    ChildNode,
    ConflictSetNode,
    DepthStrategy,
    FeatureCheck,
    FeatureTesterNode,
    InitialFact,
    L,
    NoMemory,
    NotNode,
    OrdinaryMatchNode,
    ReteMatcher,
    Rule,
    SameContextCheck,
    Token,
    generate_checks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExactStrategy(DepthStrategy):  # type: ignore[misc] # experta is untyped
    """Orders activations by salience alone, which is unique, and removes exactly the one that was withdrawn."""

    def _update_agenda(self, agenda: Agenda, added: Iterable[Activation], removed: Iterable[Activation]) -> None:
        for activation in removed:
            agenda.activations[:] = [other for other in agenda.activations if not _same(other, activation)]
        for activation in added:
            activation.key = activation.rule.salience
            bisect.insort(agenda.activations, activation)


def _same(one: Activation, other: Activation) -> bool:
    return one.rule is other.rule and one.facts == other.facts and one.context == other.context


class IndexedMatcher(ReteMatcher):  # type: ignore[misc] # experta is untyped
    """experta's network, entered at the patterns that a fact can match: those of its class, and of its literal values."""

    def __init__(self, engine: Any) -> None:  # noqa: ANN401 - experta is untyped
        """Build experta's network, then index its entrances and watch its exits."""
        super().__init__(engine)
        self._changed: dict[int, Any] = {}
        self._nodes: dict[int, Any] = {}
        self._watch(self.root_node)
        self._remembering = [node for node in self._nodes.values() if not isinstance(node, NoMemory)]
        self._by_class = {child.node.matcher.fact_type: _Entrance(child.node) for child in self.root_node.children}

    @staticmethod
    def prepare_ruleset(engine: Any) -> set[Any]:  # noqa: ANN401
        """Take the rules as they are: generated ones are flat, and need not be brought into a normal form."""
        return {rule if len(rule) else rule.new_conditions(InitialFact()) for rule in engine.get_rules()}

    @staticmethod
    def build_alpha_part(ruleset: set[Any], root_node: Any) -> dict[Any, Any]:  # noqa: ANN401
        """Return the last node of each pattern: class first, then fields; experta searches all nodes for each check."""
        last: dict[Any, Any] = {}
        nodes: dict[tuple[int, Any], Any] = {}
        for rule in (*ruleset, Rule(InitialFact())):
            for part in rule:
                pattern = part[0] if isinstance(part, NOT) else part
                if pattern in last:
                    continue
                node = root_node
                for check in generate_checks(pattern):
                    behind = nodes.get((id(node), check))
                    if behind is None:
                        behind = nodes[id(node), check] = FeatureTesterNode(check)
                        node.add_child(behind, behind.activate)
                    node = behind
                last[pattern] = node
        return last

    @staticmethod
    def build_beta_part(ruleset: set[Any], alpha_terminals: dict[Any, Any]) -> None:
        """Join the patterns of each rule from left to right; experta makes a dispatcher anew for every rule to do so."""
        for rule in ruleset:
            first, *others = rule
            last = alpha_terminals[first]
            for other in others:
                absent = isinstance(other, NOT)
                joined = (NotNode if absent else OrdinaryMatchNode)(SameContextCheck())
                last.add_child(joined, joined.activate_left)
                beside = alpha_terminals[other[0] if absent else other]
                beside.add_child(joined, joined.activate_right)
                last = joined
            fires = ConflictSetNode(rule)
            last.add_child(fires, fires.activate)

    def _watch(self, node: Any) -> None:  # noqa: ANN401
        for place, child in enumerate(node.children):
            if isinstance(child.node, ConflictSetNode):
                node.children[place] = ChildNode(child.node, self._noting(child.node))
            elif id(child.node) not in self._nodes:
                self._watch(child.node)
            self._nodes[id(child.node)] = child.node

    def _noting(self, exit_node: Any) -> Any:  # noqa: ANN401
        def callback(token: Any) -> None:  # noqa: ANN401
            self._changed[id(exit_node)] = exit_node
            exit_node.activate(token)

        return callback

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:  # noqa: ANN401
        """Pass facts into the network and return the activations they add and remove."""
        for fact in deleting or ():
            self._send(fact, Token.invalid(fact))
        for fact in adding or ():
            self._send(fact, Token.valid(fact))
        added: list[Any] = []
        removed: list[Any] = []
        for node in self._changed.values():
            more, fewer = node.get_activations()
            added.extend(more)
            removed.extend(fewer)
        self._changed.clear()
        return added, removed

    def _send(self, fact: Any, token: Any) -> None:  # noqa: ANN401
        entrance = self._by_class.get(type(fact))
        if entrance is not None:
            entrance.send(fact, token)

    def reset(self) -> None:
        """Empty every memory of the network, and the exits' pending changes with them."""
        for node in self._remembering:
            node._reset()  # noqa: SLF001 - experta's own reset visits shared nodes once per parent
        for node in self._changed.values():
            node.get_activations()
        self._changed.clear()


class _Entrance:
    """What lies behind the check of a fact's class: literal values by field, and all other checks."""

    def __init__(self, class_node: Any) -> None:  # noqa: ANN401
        self._literals: dict[str, dict[object, list[Any]]] = {}
        self._others: list[Any] = []
        for child in class_node.children:
            check = getattr(child.node, "matcher", None)
            expected = getattr(check, "expected", None)
            if isinstance(check, FeatureCheck) and isinstance(expected, L) and expected.__bind__ is None:
                behind = self._literals.setdefault(check.what, {}).setdefault(expected.value, [])
                behind.extend(child.node.children)
            else:
                self._others.append(child)

    def send(self, fact: Any, token: Any) -> None:  # noqa: ANN401
        for field, by_value in self._literals.items():
            for child in by_value.get(fact.get(field), ()):
                child.callback(token)
        for child in self._others:
            child.callback(token)
