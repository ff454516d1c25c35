"""Whether pages are valid HTML: one run of a validator over all of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from helpers_needs import lacking
from helpers_site import Page

ROOT = Path(__file__).resolve().parents[1]
VALIDATOR = ROOT / "frontend" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = ROOT / "frontend" / ".htmlvalidate.json"


def faults_of(pages: Iterable[Page], folder: Path) -> list[str]:
    """Every fault of these pages, as address, rule and words, each rule once a page. Written to ``folder`` first."""
    if not VALIDATOR.is_file():
        lacking("needs html-validate: python build_hook.py --test installs it")
    sys.path.insert(0, str(ROOT))
    import build_hook

    addresses = {}
    for number, page in enumerate(pages):
        file = folder / f"{number:04}.html"
        file.write_text(page.body, encoding="utf-8")
        addresses[file.name] = page.address
    assert addresses, "there is nothing to validate"
    command = [*build_hook.node_command(str(VALIDATOR)), "--config", str(RULES), "--formatter", "json"]
    told = folder / "faults.json"  # a file: what is written to a pipe may be cut off when the program ends
    with told.open("wb") as out:
        ran = subprocess.run(
            [*command, f"{folder}/*.html"],
            stdout=out,
            stderr=subprocess.PIPE,
            cwd=ROOT / "frontend",
            check=False,
        )
    found = json.loads(told.read_bytes())
    faults = {
        (addresses[Path(file["filePath"]).name], one["ruleId"]): f"line {one['line']}: {one['message']}"
        for file in found
        for one in file["messages"]
    }
    assert bool(faults) == bool(ran.returncode), ran.stderr
    return [f"{address} {rule} {words}" for (address, rule), words in sorted(faults.items())]
