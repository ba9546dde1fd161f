"""Texts that mean something in one format or another, and must stay texts in all of them."""

from __future__ import annotations

HOSTILE = [
    "*bold* _it_ `code` [link](http://x) ![i](x)",
    "<script>alert(1)</script>",
    "a | b \\| c",
    "# heading",
    "- item",
    "1. item",
    "{{ 7 * 7 }} {% for x in y %}",
    "&lt; &amp; &#42;",
    "https://example.org www.example.org a@example.org",
    "\u202eright to left\u202c \N{GRINNING FACE} \u4e2d\u6587",
    "nul \x00 bell \x07 \u2028 \ufeff",
    "`",
    "``` fence",
    "~~~ fence",
    "> quote",
    "---",
    "===",
    "$x^2$",
    "line\nbreak",
]
