"""GitHub's REST API: the few questions that a workflow's step may ask, and one comment that it may write."""

from __future__ import annotations

from reporter.github_api.client import GitHub
from reporter.github_api.errors import Denied, GitHubError, RateLimited, Unreachable
from reporter.github_api.values import (
    Branch,
    ChangedFile,
    Comment,
    Comparison,
    Job,
    JobStep,
    PullRequest,
    Repository,
    Tree,
    TreeEntry,
    User,
)

__all__ = [
    "Branch",
    "ChangedFile",
    "Comment",
    "Comparison",
    "Denied",
    "GitHub",
    "GitHubError",
    "Job",
    "JobStep",
    "PullRequest",
    "RateLimited",
    "Repository",
    "Tree",
    "TreeEntry",
    "Unreachable",
    "User",
]
