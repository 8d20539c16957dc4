"""The description, default and example of each configuration key, for the schema and the reference."""

from __future__ import annotations

from typing import Any, NamedTuple


class KeyDoc(NamedTuple):
    """The documentation of a key; ``default`` is None if it has none, ``example`` is a line of TOML."""

    description: str
    default: Any
    example: str


KEY_DOCS = {
    "preset": KeyDoc(
        "The rules to start from: `default`, `strict` (every rule, warnings become errors) or `minimal` (what breaks "
        "boards and orchestrators).",
        "default",
        'preset = "strict"',
    ),
    "select": KeyDoc("Enable only these rules or families.", None, 'select = ["dependencies", "count-mismatch"]'),
    "extend-select": KeyDoc("Enable these rules or families in addition.", [], 'extend-select = ["missing-timestamp"]'),
    "ignore": KeyDoc(
        "Disable these rules or families. The more specific selector wins.", [], 'ignore = ["batch-numbering"]'
    ),
    "fail-on": KeyDoc("The lowest severity that makes the exit code 1.", "error", 'fail-on = "warning"'),
    "severity": KeyDoc("The severity of rules or families.", {}, 'severity = {same-batch-dependency = "error"}'),
    "per-file-ignores": KeyDoc(
        "Rules or families to disable for the files that a pattern matches.",
        {},
        'per-file-ignores = {"archive/**" = ["counts"]}',
    ),
    "include": KeyDoc("Patterns of the files to discover. Without it, all files.", None, 'include = ["plans/"]'),
    "exclude": KeyDoc(
        "Patterns of the files not to discover. A file that is named on the command line is linted anyway, "
        "unless `--force-exclude` is given.",
        [],
        'exclude = ["drafts/"]',
    ),
    "kinds": KeyDoc(
        "Patterns of files to read as documents of a kind, whatever their names and contents.",
        {},
        'kinds = {progress = ["notes/*.txt"]}',
    ),
    "output-format": KeyDoc("The output format when none is given.", "text", 'output-format = "concise"'),
    "plugins": KeyDoc(
        "Python modules with `RULES`, `SCHEMAS` or `FORMATS` to load. A configuration file may name installed plugins "
        "(entry points in the group `planlint.plugins`), and modules that the environment variable `PLANLINT_PLUGINS` "
        "lists. `--config 'plugins = […]'` may name any module.",
        [],
        'plugins = ["my_rules"]',
    ),
    "formats": KeyDoc("The plan formats to read.", "all", 'formats = ["progress", "manifest", "tools-manifest"]'),
    "max-file-size": KeyDoc(
        "The largest file to read, in bytes. A larger file is an `unreadable-file` violation.",
        33_554_432,
        "max-file-size = 1000000",
    ),
    "max-nodes": KeyDoc(
        "The most values in a document, with aliases expanded. More are a `limit-exceeded` violation.",
        5_000_000,
        "max-nodes = 100000",
    ),
    "max-depth": KeyDoc(
        "The deepest nesting of a document. Deeper nesting is a `limit-exceeded` violation.", 64, "max-depth = 20"
    ),
    "root": KeyDoc("The directory that patterns are relative to, from the configuration file.", ".", 'root = ".."'),
    "cache-dir": KeyDoc("The cache directory.", ".planlint_cache", 'cache-dir = ".cache/planlint"'),
    "baseline": KeyDoc(
        "The baseline file, written by `planlint baseline create`.", None, 'baseline = "planlint-baseline.json"'
    ),
    "fixable": KeyDoc("Rules or families whose fixes to apply.", "all", 'fixable = ["counts", "status"]'),
    "unfixable": KeyDoc("Rules or families whose fixes not to apply.", [], 'unfixable = ["count-mismatch"]'),
    "extend-safe-fixes": KeyDoc(
        "Rules or families whose unsafe fixes to treat as safe.", [], 'extend-safe-fixes = ["body-drift"]'
    ),
    "required-version": KeyDoc(
        "The versions of planlint that may read this file. Another version ends with exit code 2.",
        None,
        'required-version = ">=0.1,<1"',
    ),
    "rules": KeyDoc("The options of rules, a table for each.", {}, "rules.same-batch-dependency.done = true"),
    "extend": KeyDoc("A configuration file to build on.", None, 'extend = "../planlint.toml"'),
}
