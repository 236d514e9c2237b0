from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.github_api import ChangedFile, Comment, GitHub, GitHubError, Job, JobStep, TreeEntry, User
from tests.fake_github import FakeGitHub
from tests.github_answers import LOGIN, SLUG, changed_file, comment, job, pull, step

HEAD = "a" * 40
BASE = "b" * 40
MERGE = "c" * 40
API = f"/repos/{SLUG}"
FILES = {"a/b/c.py": "100644", "a/b/d.py": "100644", "a/link": "120000", "run.sh": "100755", "vendor": "160000"}


def targets(fake: FakeGitHub) -> list[str]:
    return [request.target for request in fake.requests]


def test_a_job_has_its_steps(fake: FakeGitHub, github: GitHub) -> None:
    done = step("Set up job", number=1, conclusion="success")
    fake.state.jobs[1] = [
        job(11, "test (a)", "in_progress", [done, step("Post Coverage", "queued", 9)]),
        job(12, "test (b)", "completed", conclusion="cancelled", attempt=2),
    ]

    assert list(github.jobs(1)) == [
        Job(
            id=11,
            name="test (a)",
            status="in_progress",
            steps=(JobStep("Set up job", "completed"), JobStep("Post Coverage", "queued")),
        ),
        Job(id=12, name="test (b)", status="completed", run_attempt=2),
    ]


def test_pages_are_asked_for_one_by_one_as_they_are_used_up(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.jobs[1] = [job(number, f"test ({number})") for number in range(1, 251)]

    jobs = github.jobs(1)
    assert targets(fake) == []
    assert [each.id for each in islice(jobs, 100)] == list(range(1, 101))
    assert targets(fake) == [f"{API}/actions/runs/1/jobs?filter=all&page=1&per_page=100"]
    assert [each.id for each in jobs] == list(range(101, 251))
    assert [target.partition("page=")[2] for target in targets(fake)] == [f"{n}&per_page=100" for n in (1, 2, 3)]


def test_jobs_are_those_of_all_attempts(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.jobs[1] = [job(11, "a"), job(12, "b"), job(13, "b", attempt=2)]

    assert [(each.id, each.run_attempt) for each in github.jobs(1)] == [(11, 1), (12, 1), (13, 2)]


def test_the_next_question_sees_what_has_changed(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.jobs[1] = [job(11, "a", "queued")]
    fake.changes[2] = lambda state: state.jobs[1][0].update(status="in_progress")

    assert [each.status for _ in range(2) for each in github.jobs(1)] == ["queued", "in_progress"]


def test_a_pull_request_has_two_sides(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD, head_repository="stranger/shop", base=BASE, merge=MERGE, changed_files=3001)

    found = github.pull_request(7)

    assert (found.number, found.state, found.merge_commit_sha, found.changed_files) == (7, "open", MERGE, 3001)
    assert found.head.repo
    assert (found.head.sha, found.head.ref, found.head.repo.full_name) == (HEAD, "feature", "stranger/shop")
    assert (found.base.sha, found.base.ref) == (BASE, "main")


def test_the_fork_of_a_pull_request_may_be_gone(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD, head_repository=None)

    assert github.pull_request(7).head.repo is None


def test_pull_requests_of_a_branch_are_found_in_all_states_the_newest_first(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.pulls = {
        7: pull(7, HEAD, head_repository="stranger/shop", branch="fix/a b", state="closed"),
        8: pull(8, HEAD, head_repository="acme/shop", branch="fix/a b"),
        9: pull(9, HEAD, head_repository="stranger/shop", branch="other"),
        10: pull(10, MERGE, head_repository="stranger/store", branch="fix/a b"),
    }

    found = list(github.pull_requests_of("stranger", "fix/a b"))

    assert [(each.number, each.state, each.head.sha) for each in found] == [(10, "open", MERGE), (7, "closed", HEAD)]
    assert found[0].changed_files is None


def test_changed_files_have_patches_unless_github_leaves_them_out(fake: FakeGitHub, github: GitHub) -> None:
    patch = "@@ -1 +1,2 @@\n-a\n+b\n+c"
    fake.state.files[7] = [
        changed_file("src/a.py", patch),
        changed_file("src/b.py", status="renamed", previous="src/old.py"),
        changed_file("src/large.py", changes=20_000),
    ]

    assert list(github.changed_files(7)) == [
        ChangedFile("src/a.py", "modified", patch=patch, additions=2),
        ChangedFile("src/b.py", "renamed"),
        ChangedFile("src/large.py", "modified"),
    ]


def test_changed_files_end_at_3000(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.files[7] = [changed_file(f"src/{number:04}.py") for number in range(3100)]

    assert len({each.filename for each in github.changed_files(7)}) == 3000
    assert len(fake.requests) == 30


def test_a_comparison_names_the_common_ancestor_and_the_files(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.comparisons[f"{HEAD}...{MERGE}"] = [changed_file("a.py", "@@ -1 +1 @@\n-a\n+b")]

    found = github.compare(HEAD, MERGE)

    assert (found.merge_base_sha, found.complete) == (HEAD, True)
    assert [each.filename for each in found.files] == ["a.py"]
    assert targets(fake) == [f"{API}/compare/{HEAD}...{MERGE}?per_page=1"]


@pytest.mark.parametrize(("files", "complete"), [(0, True), (299, True), (300, False), (301, False)])
def test_a_comparison_may_miss_files_from_300_on(files: int, complete: bool, fake: FakeGitHub, github: GitHub) -> None:
    fake.state.comparisons["main...a/b"] = [changed_file(f"{number}.py") for number in range(files)]

    assert github.compare("main", "a/b").complete is complete


def test_a_tree_tells_links_and_submodules_from_files(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.trees[HEAD] = FILES

    tree = github.tree(HEAD)

    assert tree.complete
    assert tree.entries == tuple(TreeEntry(*entry) for entry in sorted(FILES.items()))
    assert [entry.path for entry in tree.entries if entry.is_file] == ["a/b/c.py", "a/b/d.py", "run.sh"]
    assert targets(fake) == [f"{API}/git/trees/{HEAD}?recursive=1"]


NAME = st.sampled_from("abcd")
PATHS = st.sets(st.lists(NAME, min_size=1, max_size=4).map("/".join), min_size=1, max_size=12)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(folders=PATHS, limit=st.integers(min_value=6, max_value=20))
def test_a_truncated_tree_is_read_folder_by_folder(
    folders: set[str], limit: int, fake: FakeGitHub, github: GitHub
) -> None:
    files = dict.fromkeys((f"{folder}/{name}.py" for folder in folders for name in "xy"), "100644")
    fake.state.trees[HEAD] = files
    fake.state.tree_limit = limit

    tree = github.tree(HEAD)

    assert tree.complete
    assert tree.entries == tuple(TreeEntry(path, "100644") for path in sorted(files))


def test_a_tree_with_a_folder_too_large_for_one_answer_is_incomplete(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.trees[HEAD] = {f"{number}.py": "100644" for number in range(10)}
    fake.state.tree_limit = 9

    tree = github.tree(HEAD)

    assert not tree.complete
    assert len(tree.entries) == 9


def test_a_tree_takes_no_more_requests_than_allowed(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.trees[HEAD] = {f"{number}/{part}.py": "100644" for number in range(10) for part in "ab"}
    fake.state.tree_limit = 10

    tree = github.tree(HEAD, requests=5)

    assert not tree.complete
    assert len(tree.entries) == 6
    assert len(fake.requests) == 5


def test_comments_of_all_pages_are_read_the_oldest_first(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.comments[7] = [comment(number, f"text {number}", "octocat", "User") for number in range(1, 102)]
    fake.state.comments[7] += [comment(200, "gone", None), comment(201, "mine")]

    found = list(github.comments(7))

    assert len(found) == 103
    assert found[0].user == User("octocat")
    assert [(each.id, each.body, each.user) for each in found[-2:]] == [
        (200, "gone", None),
        (201, "mine", User(LOGIN)),
    ]


def test_a_comment_is_written_and_then_changed(fake: FakeGitHub, github: GitHub) -> None:
    created = github.create_comment(7, "first: é")
    edited = github.edit_comment(created.id, "second")

    assert created == Comment(1, "first: é", User(LOGIN))
    assert edited == Comment(1, "second", User(LOGIN))
    assert [each["body"] for each in fake.state.comments[7]] == ["second"]


def test_a_comment_that_is_too_long_is_refused(fake: FakeGitHub, github: GitHub) -> None:
    with pytest.raises(GitHubError, match="answered 422: Validation Failed") as caught:
        github.create_comment(7, "x" * 65_537)

    assert type(caught.value) is GitHubError


def test_the_token_tells_its_name_on_a_server_of_ones_own_too() -> None:
    with FakeGitHub("/api/v3") as fake, fake.client() as github:
        fake.state.login = "acme-bot[bot]"
        fake.state.pulls[7] = pull(7, HEAD)

        assert github.login() == "acme-bot[bot]"
        assert github.pull_request(7).number == 7
    assert targets(fake) == ["/api/graphql", f"/api/v3{API}/pulls/7"]
