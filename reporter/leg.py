"""What a step of a matrix's job leaves for its post step, and which of the job's steps decides about the final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_COMMIT = "commit"
_UPLOAD = "upload"
_ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Left:
    """The commit that the step reported on, and whether every upload of it was accepted."""

    commit: str
    accepted: bool

    def as_state(self) -> dict[str, str]:
        """What is written to GITHUB_STATE."""
        return {_COMMIT: self.commit, _UPLOAD: _ACCEPTED if self.accepted else "failed"}


def left_in(environ: Mapping[str, str]) -> Left | None:
    """What the runner hands to the post step of what the step left; None where there is nothing to finish."""
    commit = environ.get(f"STATE_{_COMMIT}", "")
    return Left(commit, environ.get(f"STATE_{_UPLOAD}") == _ACCEPTED) if commit else None


def claim_final(temp: Path, job_id: str) -> bool:
    """Whether the caller is the first in its job to claim the final notification, and so the one to decide about it.

    A step whose upload was not accepted claims it at once, and does not send it: no other step of the job may. ``temp``
    is the runner's folder that the steps of a job share. Where nothing can be written there, the claim is granted: two
    finals do less harm than none.
    """
    try:
        (temp / f"codacy-coverage-final-{job_id}").touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError:
        return True
    return True
