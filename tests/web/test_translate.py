"""What the domain refuses is told in the language of the page, every sentence of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pathways.domain.saying import quoted, said
from pathways.web.translate import told

ROOT = Path(__file__).resolve().parents[2] / "pathways"
SAY_FAULTS = [ROOT / name for name in ("domain/checks.py", "domain/particular.py", "domain/rules.py", "store/parts.py")]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "No skill has the id 'x'."), ("da", "Id’et »x« kendes ikke (kompetence).")]
)
def test_a_fault_is_told_in_the_language_of_the_page(app, language, expected):
    with app.test_request_context(f"/{language}/"):
        app.preprocess_request()
        assert told(said("No %(noun)s has the id %(id)s.", noun=said("skill"), id=quoted("x"))) == expected
        assert told("words of somebody: 100 %") == "words of somebody: 100 %"


@pytest.mark.parametrize("module", SAY_FAULTS, ids=lambda path: path.stem)
def test_whatever_a_rule_says_can_be_said_in_danish(module):
    """No sentence stands in the rules that is not given to `said`, where translations are collected."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    given = {id(part) for call in ast.walk(tree) if _says(call) for part in ast.walk(call)}
    documents = {id(line.value) for line in ast.walk(tree) if isinstance(line, ast.Expr)}
    bare = [node.value for node in ast.walk(tree) if _is_sentence(node) and id(node) not in given | documents]
    assert bare == []


def _says(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said"


def _is_sentence(node):
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value
        and node.value.endswith(".")
    )


def test_every_message_is_given_all_the_values_it_names():
    told, lacking = 0, []
    for module in ROOT.rglob("*.py"):
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "ngettext"}):
                continue
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            named = {name for text in texts for name in re.findall(r"%\((\w+)\)", text)}
            given = {one.arg for one in call.keywords} | ({"num"} if call.func.id == "ngettext" else set())
            told += 1
            if None not in given and (given or call.func.id == "ngettext") and named - given:
                lacking.append(f"{module.name}:{call.lineno}: {named - given}")
    assert told > 500
    assert lacking == []
