"""Choose the kind of session: a plain one for few files, or one with cache and processes for many."""

from __future__ import annotations

import os

from linter.config.loader import ConfigError
from linter.engine.listing import CACHE_FOLDER
from linter.engine.session import MIN_FILES_FOR_CACHE, LintSession
from linter.formats.registry import ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.config.loader import Configuration
    from linter.config.settings import Settings
    from linter.engine.reading import DocumentSource
    from linter.system.git_snapshot import GitSnapshot

MAX_COUNTED_ENTRIES = 1_000  # of a directory, to decide whether it has many files


def run_for(options: Namespace, configuration: Configuration, source: DocumentSource | None) -> LintSession:
    """Return the session for *options*, reading from *source* if given. Raises ConfigError."""
    jobs = job_count(options.jobs)
    gitignore = not options.no_gitignore
    is_kept = not (options.no_cache or os.environ.get("PLANLINT_NO_CACHE"))
    if source is None and _are_many(options):
        from linter.engine.cached_session import CachedLintSession

        run = CachedLintSession(configuration, force_exclude=options.force_exclude, gitignore=gitignore, jobs=jobs)
        settings = run.workspace.settings("")
        if not _needs_documents(options, settings):
            if is_kept:
                run.folder = run.workspace.cache = cache_folder(options, settings, run.workspace.repository(""))
            return run
    plain = LintSession(configuration, force_exclude=options.force_exclude, gitignore=gitignore, source=source)
    if source is None:
        keep_known(options, plain)
    return plain


def run_over(
    snapshot: GitSnapshot | None, options: Namespace, configuration: Configuration, baseline: str | None
) -> LintSession:
    """Return the session over a *snapshot* of git (None: the disk) with a *baseline* as of ``LintSession``."""
    from linter.engine.snapshot_workspace import GitSource

    force_exclude, gitignore = options.force_exclude, not options.no_gitignore
    run = LintSession(
        configuration,
        force_exclude=force_exclude,
        gitignore=gitignore,
        baseline=baseline,
        source=GitSource(snapshot) if snapshot is not None else None,
    )
    keep_known(options, run)
    if snapshot is None or run.workspace.cache is None or _needs_documents(options, run.workspace.settings("")):
        return run
    from linter.engine.cached_session import CachedLintSession
    from linter.engine.recording_snapshot import RecordingGitSource

    cached = CachedLintSession(
        configuration,
        force_exclude=force_exclude,
        gitignore=gitignore,
        baseline=baseline,
        source=RecordingGitSource(snapshot),
        folder=run.workspace.cache,
    )
    cached.workspace.cache = run.workspace.cache
    return cached


def keep_known(options: Namespace, run: LintSession) -> None:
    """Let *run* keep which files are not plans, unless the options or the environment disable the cache."""
    if not (options.no_cache or os.environ.get("PLANLINT_NO_CACHE")):
        workspace = run.workspace
        workspace.cache = cache_folder(options, workspace.settings(""), workspace.repository(""))


def _are_many(options: Namespace) -> bool:
    """Whether many files may be linted, and only for a report."""
    writes = options.fix or options.fix_only or options.diff or options.add_ignore
    paths = options.paths or ["."]
    if writes or options.show_files or "-" in paths:
        return False
    return len(paths) >= MIN_FILES_FOR_CACHE or any(_has_many_files(path) for path in paths if os.path.isdir(path))


def _has_many_files(directory: str) -> bool:
    """Whether *directory* may have many files to lint: those that can be plans, or too many entries to count them."""
    folders, files, entries = [directory], 0, 0
    while folders and files < MIN_FILES_FOR_CACHE and entries < MAX_COUNTED_ENTRIES:
        try:
            with os.scandir(folders.pop()) as found:
                for entry in found:
                    entries += 1
                    files += entry.name.endswith(ENDINGS)
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
        except OSError:
            continue  # the session reports it
    return files >= MIN_FILES_FOR_CACHE or entries >= MAX_COUNTED_ENTRIES


def _needs_documents(options: Namespace, settings: Settings) -> bool:
    """Whether an output draws the plans."""
    from linter.cli.output_targets import sinks

    return any(name == "html" for name, _ in sinks(options, settings.values.get("output-format")))


def job_count(text: str | None) -> int | None:
    """Return the value of ``--jobs``, or None to choose the number of processes. Raises ConfigError."""
    if text is None or text == "auto":
        return None
    if text.isdecimal() and 0 < int(text) <= 1024:
        return int(text)
    raise ConfigError([f"invalid value {text!r} for '--jobs': expected a positive integer or 'auto'"])


def cache_folder(options: Namespace, settings: Settings, repository: str | None) -> str:
    """Return the absolute path of the project's cache: next to its configuration, else in its root."""
    configured = settings.values.get("cache-dir")
    if configured:
        configured = os.path.join(os.path.dirname(settings.path) or os.getcwd(), configured)
    beside = os.path.join(os.path.dirname(settings.path) or repository or os.getcwd(), CACHE_FOLDER)
    return os.path.abspath(options.cache_dir or os.environ.get("PLANLINT_CACHE_DIR") or configured or beside)
