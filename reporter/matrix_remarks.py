"""What the user reads about the final notification of a matrix: why every job sends it, or why one does not."""

from __future__ import annotations

from reporter.errors import Level, Problem, Slug
from reporter.matrix import Decision, Doubt

_RECIPE = "set partial: true here, and add one job with needs: on this one, if: always() and final: true."

_REASONS = {
    Doubt.CONDITION: "Not every job runs this step, because of its condition: {}. So none can tell which is the last.",
    Doubt.NO_JOB_ID: "The runner does not tell this job's number, which is needed to find the other jobs.",
    Doubt.NO_PERMISSION: "The token of this job may not see whether the other jobs have ended: {}",
    Doubt.NAME: "The other jobs are found by their names, such as test (3.13), but this one is called {}.",
    Doubt.CALLERS_MATRIX: "This workflow is called by a matrix, so its jobs do not know all others ({}).",
    Doubt.NUMBER: "Other jobs of the run are named like those of this matrix, or some are missing: GitHub lists {}.",
    Doubt.NO_ANSWER: "GitHub did not tell in time whether the other jobs have ended: {}",
}

_CURES = {
    Doubt.CONDITION: f"If only one job runs it, set partial: true and final: true; otherwise {_RECIPE}",
    Doubt.NO_JOB_ID: f"Update the runner, or {_RECIPE}",
    Doubt.NO_PERMISSION: (
        f"Let it see them, by these lines in the job; or {_RECIPE}\n"
        "    permissions:\n"
        "      actions: read\n"
        "      contents: read"
    ),
    Doubt.NAME: f"End the job's name with the matrix's values, name: tests (${{{{ matrix.python }}}}); or {_RECIPE}",
    Doubt.CALLERS_MATRIX: "Set partial: true here, and in the calling workflow add one job with needs: on the matrix, "
    "if: always() and final: true.",
    Doubt.NUMBER: f"Give the jobs of the matrix a name of their own; or {_RECIPE}",
    Doubt.NO_ANSWER: f"Nothing, unless it happens often; then {_RECIPE}",
}


def final_of_every_job(decision: Decision, jobs: int) -> Problem:
    """Nobody can tell who is last, so that every job sends the final notification, as Codacy's own tool does."""
    doubt = decision.doubt or Doubt.NO_ANSWER
    return Problem(
        slug=Slug.MATRIX_FINALS,
        level=Level.NOTICE,
        message=f"Each of the {jobs} jobs of this matrix tells Codacy that the coverage is complete.",
        reason=_REASONS[doubt].format(decision.detail),
        cure=_CURES[doubt],
    )


def final_of_a_failed_job() -> Problem:
    """This job sends no final notification, whether it is the last or not."""
    return Problem(
        slug=Slug.FINAL_WITHHELD,
        level=Level.WARNING,
        message="This job does not tell Codacy that the coverage is complete, because its own upload failed.",
        reason="If it is the last job of its matrix, Codacy shows no coverage for this commit yet.",
        cure="Cure what the message of the upload says and run this job again; that completes the commit.",
    )
