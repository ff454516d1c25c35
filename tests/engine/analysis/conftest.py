"""Voices to analyse: a sample of our own (synthetic), and finished results that many tests read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.run import analyse

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "analysis_sample.jsonl"


@pytest.fixture(scope="session")
def sample_path() -> Path:
    return SAMPLE


@pytest.fixture(scope="session")
def sample() -> list[Contribution]:
    """82 synthetic contributions: five subjects, copies, no content, other languages, personal data, markup."""
    return [Contribution(**json.loads(line)) for line in SAMPLE.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def sample_result(sample, tmp_path_factory):
    return analyse(sample, tmp_path_factory.mktemp("sample") / "out", Options())


@pytest.fixture(scope="session")
def inspel(shared_data) -> list[Contribution]:
    """The synthetic development set of shared/data."""
    rows = map(json.loads, (shared_data / "inspel-dev.jsonl").read_text("utf-8").splitlines())
    return [
        Contribution(
            row["id"],
            row["text"],
            people=row["group_size"] or 1,
            municipality=row["municipality"],
            age=row["age_band"],
            channel=row["channel"],
            sender=row["sender"],
        )
        for row in rows
    ]


@pytest.fixture(scope="session")
def inspel_result(inspel, tmp_path_factory):
    return analyse(inspel, tmp_path_factory.mktemp("inspel") / "out", Options())
