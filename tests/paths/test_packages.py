"""The package that the start of a source file declares."""

from __future__ import annotations

import pytest

from reporter.paths.packages import HEAD, declared_package


@pytest.mark.parametrize(
    "head",
    [
        "package com.acme.cart\n",
        "package com.acme.cart;",
        "package com.acme.cart; import x.Y;",
        "\ufeff// package old\r\n\r\npackage com.acme.cart\r\n",
        "/* package old; */\n/** Also\n * this. */ package com.acme.cart // the cart",
        "#!/usr/bin/env kotlin\npackage com.acme.cart",
        '@file:JvmName("Cart")\n@file:Suppress("a)", "b(")\n\npackage com.acme.cart\n',
        '@file:[JvmName("A") JvmMultifileClass]\npackage com.acme.cart',
        "@Deprecated\n@Since(value = List.of(1))\npackage com.acme.cart;",
        "package com.`acme`.cart\n",
        "package com.acme\npackage cart\n\nclass Cart",
        "package com.acme\n\n// more\npackage cart\n\nclass Cart",
        "package com.acme\n\npackage object cart {\n",
        "/* one /* two */ package old */\npackage com.acme.cart",
    ],
)
def test_a_declaration(head: str) -> None:
    assert declared_package(head.encode()) == "com/acme/cart"


@pytest.mark.parametrize(
    "head",
    [
        "",
        "class Cart {}\n",
        "import com.acme.cart.Cart\npackage late",
        "// package com.acme\nclass A",
        '"package com.acme"',
        "packages com.acme",
        "package com . acme;",
        "package com.acme {\n  package cart {}\n}",
        "package com.acme\n{ class A }",
        "package com.acme:\n  class A",
        "/* without an end\npackage com.acme",
        "/* one /* two */\npackage com.acme",
    ],
)
def test_nothing_that_can_be_told(head: str) -> None:
    assert declared_package(head.encode()) is None


def test_a_declaration_that_the_limit_cuts_is_none() -> None:
    cut = ("//" + "-" * (HEAD - 17) + "\npackage com.acme.cart").encode()[:HEAD]
    assert cut.endswith(b"package com.ac")
    assert declared_package(cut) is None


def test_other_encodings_do_not_hide_it() -> None:
    assert declared_package("// Größe\npackage com.größe".encode()) == "com/größe"
    assert declared_package("// Größe\npackage com.acme".encode("latin-1")) == "com/acme"
