"""The action's container in the place of ``main``: the fake runner prepares the step, Docker performs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from uuid import uuid4

FOLDERS = ("workspace", "file_commands", "workflow", "home", "runner_temp")


@dataclass(frozen=True, slots=True)
class ContainerStep:
    """The image started as the runner starts it; ``github`` is the folder that stands for the container's ``/github``.

    ``workspace_mount`` is appended to the mount of the workspace, such as ``:ro``; ``instead`` is a command to run
    in the place of the action.
    """

    image: str
    github: Path
    workspace_mount: str = ""
    instead: tuple[str, ...] = ()
    name: str = field(default_factory=lambda: f"coverage-{uuid4().hex}")

    def main(self, environ: Mapping[str, str], stdout: TextIO) -> int:
        """Run the container to its end; both of its streams go to ``stdout``, as the runner reads both."""
        variables = {name: value.replace(str(self.github), "/github") for name, value in environ.items()}
        volumes = [f"{self.github / name}:/github/{name}" for name in FOLDERS]
        volumes[0] += self.workspace_mount
        command = (
            shutil.which("docker") or "docker",  # by its path: PATH may belong to the workflow
            *("run", "--name", self.name, "--workdir", "/github/workspace", "--rm"),
            *(part for variable in variables for part in ("-e", variable)),
            *("--network", "host"),  # the sandbox listens on this machine's loopback
            "--read-only",  # stricter than the runner: whatever the action writes belongs to the mounts
            *(part for volume in volumes for part in ("-v", volume)),
            *("-v", "/var/run/docker.sock:/var/run/docker.sock"),
            *(("--entrypoint", self.instead[0]) if self.instead else ()),
            self.image,
            *self.instead[1:],
        )
        done = subprocess.run(
            command,
            env={**os.environ, **variables},  # values travel in the client's environment, never on its command line
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        stdout.write(done.stdout)
        return done.returncode
