"""How the code of shipped templates escapes, looks up, translates and calls: Jinja2 does so for more cases than they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

_SUFFIX = ".html.j2"

TRANSLATE = "translate a text"
"""Where the translation stands in the context of a template: under a name that no template can write."""


def name_of(file: str) -> str:
    """Return the name of a template as translators see it."""
    return file.removesuffix(_SUFFIX)


@pass_context
def translated(context: Context, text: str, /, **given: object) -> str:
    """Return a text in the language of the report, with what is given in its places.

    A text with places is escaped where markup is written, with what is given; any other is when it is shown.
    """
    told: str = context[TRANSLATE](name_of(context.name or ""), text)
    if "%" not in told:
        return told
    return (escape(told) if context.eval_ctx.autoescape else told) % given


class _Told(Context):
    """Calls what translates without asking what else it might be: templates call hardly anything else."""

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja2 has it
        """Call what a template calls."""
        if called is not translated:
            return super().call(called, *given, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return translated(self, *given, **named)


class _Writing(CodeGenerator):
    """Writes code that escapes what is shown by a function of the environment."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - a class that Jinja2 hides
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Shipped(Environment):
    """Renders templates of the product, which are code of ours: no sandbox stands between them and what they are shown."""

    code_generator_class = _Writing
    context_class = _Told

    @staticmethod
    def escaped(value: object) -> str:
        """Return what is shown, escaped: a report shows a thousand texts, and in most of them there is nothing to escape."""
        if type(value) is str:
            is_plain = not ("&" in value or "<" in value or ">" in value or "'" in value or '"' in value)
            return value if is_plain else escape(value)
        return value if type(value) is Markup else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as Jinja2 has it
        """Return what stands under a name; in a mapping that is its entry, and no method of it."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
