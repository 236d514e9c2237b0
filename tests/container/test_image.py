"""What the image holds, and what it does not."""

from __future__ import annotations

import json
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docker import PROJECT, run

pytestmark = [pytest.mark.timeout(600)]

INTERPRETER = "/opt/venv/bin/python"


@pytest.fixture(scope="module")
def members(built_image: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tarfile.TarInfo]:
    """Every file of the image by its path."""
    archive = tmp_path_factory.mktemp("image") / "files.tar"
    container = run("docker", "create", built_image).stdout.strip()
    try:
        exported = run("docker", "export", "--output", str(archive), container)
    finally:
        run("docker", "rm", container)
    assert exported.returncode == 0, exported.stderr
    with tarfile.open(archive) as files:
        return {f"/{member.name}": member for member in files}


def python(image: str, code: str) -> str:
    done = run("docker", "run", "--rm", "--entrypoint", INTERPRETER, image, "-E", "-s", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_image_is_small(image: str) -> None:
    assert sum(map(len, compressed(image))) < 35e6


def compressed(image: str) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=31)
    with subprocess.Popen(("docker", "save", image), stdout=subprocess.PIPE) as saving:
        assert saving.stdout is not None
        while block := saving.stdout.read(1 << 20):
            yield packer.compress(block)
    yield packer.flush()


def test_python_is_started_by_its_path_deaf_to_the_environment_and_as_root(image: str) -> None:
    config = json.loads(run("docker", "image", "inspect", image).stdout)[0]["Config"]
    assert config["Entrypoint"] == [INTERPRETER, "-E", "-s", "-u", "/app/entrypoint.py"]
    assert not config.get("User")
    assert not config.get("Cmd")
    assert [name for name in config.get("Env") or [] if not name.startswith("PATH=")] == []


def test_the_post_step_is_started_as_the_step_is(image: str) -> None:
    """The kernel hands the interpreter of a first line one word of flags, however many it holds."""
    first_line = python(image, "print(open('/app/post_entrypoint.py').readline(), end='')")
    assert first_line == f"#!{INTERPRETER} -Esu\n"


def test_nothing_but_python_and_the_post_step_can_be_run(members: dict[str, tarfile.TarInfo]) -> None:
    """Docker itself adds empty files to every container."""
    libraries = ("/usr/lib", "/opt/venv/lib")
    assert sorted(
        path
        for path, member in members.items()
        if member.isreg() and member.size and member.mode & 0o111 and not path.startswith(libraries)
    ) == ["/app/post_entrypoint.py", "/usr/bin/python3.13"]


@pytest.mark.parametrize("name", ["sh", "bash", "dash", "busybox", "git", "pip", "gcc", "cc", "apt", "dpkg", "perl"])
def test_no_tool_is_left_in_the_image(members: dict[str, tarfile.TarInfo], name: str) -> None:
    kept = "/var/lib/dpkg"  # the records for scanners
    assert [path for path in members if path.rpartition("/")[2] == name and path != kept] == []


def test_no_program_runs_with_more_rights_than_its_caller(members: dict[str, tarfile.TarInfo]) -> None:
    assert [path for path, member in members.items() if member.isfile() and member.mode & 0o6000] == []


def test_every_module_is_compiled(members: dict[str, tarfile.TarInfo]) -> None:
    """Nothing is compiled at run time, where it would cost time and could not be kept."""
    sources = [Path(path) for path in members if path.endswith(".py")]
    missing = [
        source for source in sources if f"{source.parent}/__pycache__/{source.stem}.cpython-313.pyc" not in members
    ]
    assert missing == []
    assert Path("/app/entrypoint.py") in sources
    assert Path("/app/reporter/__init__.py") in sources


def test_the_image_holds_the_reporter_and_nothing_else_of_the_project(members: dict[str, tarfile.TarInfo]) -> None:
    inside = {path.removeprefix("/app/") for path in members if path.startswith("/app/") and path.endswith(".py")}
    reporter = {str(path.relative_to(PROJECT)) for path in (PROJECT / "reporter").rglob("*.py")}
    assert inside == reporter | {"entrypoint.py", "post_entrypoint.py"}


def test_every_extension_finds_its_libraries(image: str) -> None:
    """The final stage is put together by hand: a shared library left behind would show when a module is imported."""
    code = """
import importlib, os
folder = "/usr/lib/python3.13/lib-dynload"
names = [name.partition(".")[0] for name in os.listdir(folder) if name.endswith(".so")]
for name in [*names, "cryptography.hazmat.bindings._rust", "nacl.bindings", "_cffi_backend", "charset_normalizer.md",
             "defusedxml.ElementTree", "dulwich.index", "dulwich._objects", "github", "msgspec.json", "requests",
             "stamina", "wcmatch.glob"]:
    importlib.import_module(name)
print(len(names))
"""
    assert int(python(image, code)) > 20


def test_scanners_can_tell_what_is_inside(image: str) -> None:
    code = """
import glob, os, platform
records = open("/var/lib/dpkg/status").read()
packages = [line.removeprefix("Package: ") for line in records.splitlines() if line.startswith("Package: ")]
for name in packages:
    assert os.path.getsize(f"/usr/share/doc/{name}/copyright"), name
print(platform.freedesktop_os_release()["ID"], *packages)
"""
    system, *packages = python(image, code).split()
    assert system == "debian"
    assert {"libc6", "libssl3t64", "libexpat1", "python3.13-minimal", "libpython3.13-stdlib"} <= set(packages)
    assert {"bash", "dpkg", "apt", "perl-base"}.isdisjoint(packages)


def test_https_trusts_the_usual_authorities(image: str) -> None:
    assert int(python(image, "import ssl; print(len(ssl.create_default_context().get_ca_certs()))")) > 50
