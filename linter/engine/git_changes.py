"""Compare two states of a project: staged changes with HEAD, or the present with an earlier commit."""

from __future__ import annotations

import os

from linter.engine.closing import closed_paths
from linter.engine.comparison import difference, find_renames
from linter.engine.hook_files import HookScope
from linter.engine.identity import KnownViolations, ViolationFingerprints
from linter.engine.session import MIN_FILES_FOR_CACHE
from linter.system import git, git_trees
from linter.system import git_snapshot as snapshot
from linter.system.paths import display_path
from linter.system.words import join_first, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linter.engine.hook_files import HookFiles
    from linter.engine.session import LintSession


class StateError(Exception):
    """The states cannot be compared, because there is no repository or no such commit (exit code 2)."""


class GitComparison:
    """The states of the repository that contains the first of *paths*.

    *new* creates a run over a snapshot (None: the disk) with the configured baseline (None) or without one (empty).
    Raises StateError, GitError.
    """

    def __init__(self, paths: list[str], new: Callable[[snapshot.GitSnapshot | None, str | None], LintSession]) -> None:
        self.paths = paths
        self._new = new
        root = None
        for path in paths:
            absolute = os.path.abspath(path)
            found = git.find_root(absolute if os.path.isdir(absolute) else os.path.dirname(absolute))
            if found is None:
                raise StateError(f"{path} is not in a git repository; --staged and --since need one")
            if root is not None and found != root:
                raise StateError(f"{path} and {paths[0]} are in different repositories; check one at a time")
            root = found
        self.root = root or ""
        self._objects = snapshot.GitObjectReader(self.root)
        self._then = snapshot.GitSnapshot(self.root, {}, self._objects)
        self._trees: dict[str, snapshot.GitSnapshot] = {}  # by commit

    def __enter__(self) -> GitComparison:
        return self

    def __exit__(self, *exception: object) -> None:
        self._objects.close()

    def staged(self, hook: HookFiles | None = None) -> LintSession:
        """Lint the index: the files that differ from HEAD, and new violations in other files.

        Of a merge, what neither HEAD nor what is merged into it had. *hook*: for the files that are named to a hook.
        """
        head = git.commit_of(self.root, "HEAD")
        changes = git_trees.staged_changes(self.root, head)
        index, unmerged = snapshot.index(self.root, self._objects, changes)
        heads = git_trees.merge_heads(self.root) if head else []
        if head and not unmerged:
            entries = git_trees.entries_before(index.entries, changes)
            self._trees[head] = snapshot.GitSnapshot(self.root, entries, self._objects)
        return self._changed(index, changes, [head, *heads], hook, unmerged)

    def between(self, start: str, end: str, hook: HookFiles | None = None) -> LintSession:
        """Lint the commit *end*: the files that differ from its merge base with *start*, and new violations in others.

        Raises StateError for an unknown commit.
        """
        commits = [git.commit_of(self.root, ref) for ref in (start, end)]
        for ref, commit in zip((start, end), commits, strict=True):
            if commit is None:
                raise StateError(f"unknown commit {ref}; in CI, fetch the history (fetch-depth: 0)")
        base = git.merge_base(self.root, commits[0] or "", commits[1] or "") or commits[0] or ""
        now = snapshot.commit(self.root, commits[1], self._objects)
        return self._changed(now, git_trees.changes_between(self.root, base, commits[1] or ""), [base], hook)

    def is_staged(self, names: Iterable[str]) -> bool:
        """Whether all files of these names differ from HEAD in the index, or in a merge from what is merged."""
        head = git.commit_of(self.root, "HEAD")
        bases = [head, *(git_trees.merge_heads(self.root) if head else [])]
        changed: set[str] = set()
        for base in bases:
            changed |= git_trees.staged_changes(self.root, base).touched
        return {display_path(name) for name in names} <= {self._shown(name) for name in changed}

    def _changed(
        self,
        now: snapshot.GitSnapshot,
        changes: git_trees.Changes,
        bases: list[str | None],
        hook: HookFiles | None,
        unmerged: Iterable[str] = (),
    ) -> LintSession:
        """Lint what *changes* made of the first of *bases*, and keep what is new in other files."""
        if hook is not None and hook.reads_disk:
            now.take_from_disk(name for name in changes.touched if self._shown(name) in hook.names)
        run = self._new(now, None)
        self._note_unmerged(run, list(unmerged))
        touched = {self._shown(name) for name in changes.touched}
        if not touched and not changes.gone:
            if hook is None:
                run.notes.append("nothing is staged")
            return run
        self._then = self._tree(bases[0])
        if changes.gone or self._is_about_plans(run, touched):
            self._read(run)
            others = [self._tree(base) for base in bases[1:]]
            run.closed = self._closed(run, touched, changes.renames, [self._then, *others])
            scope = HookScope(hook, touched, is_merge=bool(others))
            self._broken_by(run, scope, [self._then, *others])
            lost = len(self._objects.missing)
            if lost:
                run.notes.append(f"{plural(lost, 'file')} not in this partial clone were not checked")
        return run

    def _tree(self, commit: str | None) -> snapshot.GitSnapshot:
        return self._trees.get(commit or "") or snapshot.commit(self.root, commit, self._objects)

    def _closed(
        self, run: LintSession, touched: set[str], renames: dict[str, str], parents: list[snapshot.GitSnapshot]
    ) -> set[str]:
        """The plans among *touched* that are completed now and were not in any parent of the commit to be made."""
        completed = {path for path in touched if run.has_document(path) and run.document(path).is_completed}
        moved = {self._shown(new): self._shown(old) for new, old in renames.items()}
        for parent in parents if completed else []:
            before = self._new(parent, "")
            new_files = {path for path in completed if not before.workspace.exists(moved.get(path, path))}
            for path in completed - new_files:
                before.add_path(moved.get(path, path))
            completed &= closed_paths(run, before, moved, paths=completed, new_files=new_files)
        return completed

    def _is_about_plans(self, run: LintSession, touched: set[str]) -> bool:
        """Whether one of the *touched* files is or was a plan."""
        before = self._new(self._then, "")
        return any(run.has_plan(path) or before.has_plan(path) for path in sorted(touched))

    def since(self, ref: str, *, staged: bool) -> LintSession:
        """Lint the working copy (*staged*: the index) and keep the violations that are new since *ref*.

        The base is the merge base of HEAD and *ref*, so that later changes on *ref* do not count.
        """
        commit = git.commit_of(self.root, ref)
        if commit is None:
            first = ref.partition("..")[0]
            if first and first != ref:
                raise StateError(f"--since {ref}: expected a commit, found a range; use --since {first}")
            raise StateError(f"--since {ref}: unknown commit; in CI, fetch the history (fetch-depth: 0)")
        base = git.merge_base(self.root, commit)
        index = None
        unmerged: list[str] = []
        if staged:
            index, unmerged = snapshot.index(self.root, self._objects)
        run = self._new(index, None)
        self._note_unmerged(run, unmerged)
        if base is None:
            run.notes.append(f"HEAD and {ref} have no common ancestor here: compared with {ref} itself")
        self._then = snapshot.commit(self.root, base or commit, self._objects)
        self._read(run)
        before = self._new(self._then, "")
        moved = self._moved(run, before, git_trees.staged_changes(self.root, base or commit).renames)
        for path in [*self.paths, *(moved[path] for path in run.paths if path in moved)]:
            if before.workspace.exists(path):
                before.add_path(path)
        run.closed = closed_paths(run, before, moved)
        run.lint()
        before.lint()
        self._demand_objects(ref)
        introduced, gone = difference(run, before, moved)
        run.replace_violations(introduced, gone=gone)
        name = ref if base in (None, commit) else f"{ref} ({(base or '')[:8]})"
        run.notes.append(f"since {name}: {len(introduced)} introduced, {gone} gone")
        return run

    def _demand_objects(self, ref: str) -> None:
        """Raise StateError if a partial clone lacks what differs from the index: what is new is not known then."""
        missing = self._objects.missing
        if not missing:
            return
        now = git_trees.index_entries(self.root)[0]
        entries = self._then.entries.items()
        lost = sorted(name for name, entry in entries if entry[1] in missing and now.get(name) != entry)
        if lost:
            names = join_first(list(map(self._shown, lost)), 5)
            raise StateError(
                f"--since {ref}: this partial clone lacks {names}; `git diff {ref}` fetches what is missing"
            )

    def _broken_by(self, run: LintSession, scope: HookScope, before: list[snapshot.GitSnapshot]) -> None:
        """Keep the violations in the files of *scope*, and in others those that the states *before* did not have."""
        everywhere = run.lint()
        own = run.lint(scope.own)
        identities = ViolationFingerprints(run.document)
        elsewhere = [violation for violation in everywhere.violations if scope.is_elsewhere(violation)]
        for state in before if elsewhere else ():
            then = self._new(state, "")
            paths = list(dict.fromkeys(violation.path for violation in elsewhere))
            if len(paths) < MIN_FILES_FOR_CACHE:
                for path in paths:
                    then.add_path(path)
            else:
                self._read(then)  # most of its results are those of *run*
            then.lint()
            earlier = ViolationFingerprints(then.document)
            known = KnownViolations(key for violation in then.report.violations for key in earlier.keys(violation))
            parts = [known.divide(violation, identities.keys(violation))[0] for violation in elsewhere]
            elsewhere = [violation for violation in parts if violation is not None]
        kept = [violation for violation in own.violations if scope.is_reported(violation.path)]
        run.replace_violations([*kept, *elsewhere], sources=everywhere.sources)

    def _moved(self, run: LintSession, before: LintSession, renames: dict[str, str]) -> dict[str, str]:
        """Return the old path of each renamed document, from git and from similar contents."""
        moved = {self._shown(new): self._shown(old) for new, old in renames.items()}
        new = [path for path in run.paths if path not in moved and not before.workspace.exists(path)]
        return {**moved, **find_renames(run, new, self._lost(run, moved))} if new else moved

    def _lost(self, run: LintSession, moved: dict[str, str]) -> LintSession:
        """Read the documents that *run* no longer has."""
        lost = self._new(self._then, "")
        found = set(moved.values())
        for path in lost.workspace.project_files(self.root).files:
            if path not in found and not run.workspace.exists(path):
                lost.add_path(path)
        return lost

    def _read(self, run: LintSession) -> None:
        """Read the named paths, without an error for those that were deleted since."""
        for path in self.paths:
            name = self._then.inside(os.path.abspath(path))
            if run.workspace.exists(path) or name is None or not self._then.exists(name):
                run.add_path(path)

    def _shown(self, name: str) -> str:
        return display_path(os.path.join(self.root, name))

    def _note_unmerged(self, run: LintSession, unmerged: list[str]) -> None:
        if unmerged:
            names = [self._shown(name) for name in unmerged]
            run.notes.append(f"skipped, unresolved merge conflict: {join_first(names, 5)}")
