"""The rules that tell where a file of a report is: four lists, in each the strongest first.

A placing or locating rule proposes files, or says that there is none; the first that speaks ends the search. A
narrowing rule takes away from what is proposed, never all of it; a confirming one may take all away, and never adds.
So none can override a stronger one.
"""

from __future__ import annotations

from collections.abc import Callable

from reporter.paths import confirming, copies, declared, locating, narrowing, placing
from reporter.paths.contents import Contents
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding
from reporter.paths.question import Question

PLACING: tuple[Callable[[Question, Context], Finding | None], ...] = (
    placing.dart_package,
    placing.no_file,
    placing.known_place,
    placing.submodule,
    placing.path_prefix,
    placing.several_sources,
    placing.salesforce_name,
    placing.go_module,
)
"""Rules that need no other path of the report."""

LOCATING: tuple[Callable[[Question, Context, Evidence], Finding | None], ...] = (
    locating.foreign_go_package,
    locating.symbolic_link,
    locating.of_a_submodule,
    locating.of_another_checkout,
    copies.own_package,
    copies.compiled_file,
    declared.declared_package,
    locating.not_of_this_build,
    locating.one_root,
    copies.package_name,
    locating.of_another_project,
    locating.beside_its_project,
    locating.path_ending,
    copies.installed_copy,
    copies.built_copy,
    copies.same_text,
    locating.foreign,
    locating.learned_prefix,
    locating.path_tail,
    declared.declared_elsewhere,
)
"""Rules for what those leave open: they go by what the whole report tells."""

NARROWING: tuple[Callable[[Question, tuple[str, ...], Context, Evidence], Finding | None], ...] = (
    narrowing.under_prefix,
    narrowing.report_folder,
    narrowing.whole_path,
    narrowing.source_set,
)
"""Rules that choose between the files found."""

CONFIRMING: tuple[Callable[[Question, Finding, Contents], Finding | None], ...] = (
    confirming.long_enough,
    confirming.statements_only,
    confirming.namesake,
    confirming.other_place,
    confirming.of_no_other_class,
    confirming.installed_otherwise,
)
"""Rules that look into the files found, once all paths have been through the others."""
