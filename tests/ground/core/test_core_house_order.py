"""What holds for every room: models are declared, foreign keys point downward, every action has its
sentence.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
import rules
from django.apps import apps
from django.urls import reverse

from medskick.ground.core import audit, chain, offers

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "medskick"
MODELS = [
    model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("medskick.")
]
DISPOSALS = {"keep", "expire", "working"}


def name(model):
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_every_model_says_how_its_rows_are_kept_and_why(model):
    declared = [record for record in offers.records if record.model is model]
    assert len(declared) == 1, f"declare {name(model)} once with offers.record in its room's offers.py"
    assert declared[0].disposal in DISPOSALS
    assert declared[0].why.strip()


@pytest.mark.parametrize(
    "record", [one for one in offers.records if one.public_kind], ids=lambda one: one.public_kind
)
def test_every_public_model_can_be_described_by_the_chain(record):
    assert record.public_kind in chain.kinds()


VIEWS = sorted({*SOURCE.glob("*/**/views/**/*.py"), *SOURCE.glob("*/**/views.py")})


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_view_reads_the_database_itself(path):
    """Reads go through ``queries``, which ask who is looking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert "objects" not in {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_nothing_else_than_our_models_is_declared():
    assert {record.model for record in offers.records} <= set(MODELS)


def _layers():
    """Rooms from bottom to top, as import-linter enforces them: one order for imports and foreign keys."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    orders = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    wings = next(order for order in orders if "medskick.ground" in order)
    places = []
    for wing in reversed([part.strip() for layer in wings for part in layer.split("|")]):
        rooms = [order for order in orders if order is not wings and order[0].startswith(f"{wing}.")]
        places += list(reversed(rooms[0])) if rooms else [wing]
    return places


def _height(model):
    """How high its room stands; rooms side by side under one wing stand equally high."""
    layers = _layers()
    return max(index for index, place in enumerate(layers) if f"{model.__module__}.".startswith(f"{place}."))


LINKS = [
    (model, field)
    for model in MODELS
    for field in model._meta.get_fields()
    if field.is_relation and not field.auto_created and field.related_model in MODELS
]


@pytest.mark.parametrize(("model", "field"), LINKS, ids=lambda value: getattr(value, "name", None))
def test_foreign_keys_point_to_the_same_room_or_a_lower_one(model, field):
    assert _height(field.related_model) <= _height(model), f"{name(model)}.{field.name} points upward"


def test_the_order_of_rooms_is_known():
    layers = _layers()
    assert layers.index("medskick.ground.core") < layers.index("medskick.ground.people")
    assert layers.index("medskick.ground.people") < layers.index("medskick.process.cycle")


def _recorded_actions():
    """Every ``audit.record(by, "room.verb", …)`` in the source."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func) == "audit.record"
                and len(node.args) > 1
                and isinstance(node.args[1], ast.Constant)
            ):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node.args[1].value


def test_every_action_that_is_recorded_has_its_sentence():
    recorded = list(_recorded_actions())
    assert recorded
    assert [place for place, action in recorded if action not in audit.actions()] == []


def test_every_sentence_can_be_read_without_its_details():
    from medskick.ground.core.models import AuditEntry

    for action in audit.actions():
        said = audit.in_words(AuditEntry(action=action, actor_name="Mia", ref_kind="x", ref_key="1"))
        assert "{" not in said, action


@pytest.mark.parametrize("task", offers.tasks, ids=lambda task: task.url_name)
def test_every_task_of_the_workspace_has_a_rule_and_a_page(task):
    assert rules.rule_exists(task.rule)
    assert reverse(task.url_name)
