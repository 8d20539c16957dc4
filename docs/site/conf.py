"""The configuration of Sphinx; ``docs/build.py`` writes the sources and calls Sphinx."""

from __future__ import annotations

from pathlib import Path

import linter

project = "planlint"
copyright = "the planlint authors"
author = "the planlint authors"
version = release = linter.__version__
extensions = ["myst_parser", "docs.site.extension"]
root_doc = "index"
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["planlint.css"]
html_js_files = ["focus.js"]
html_use_index = False
html_search_scorer = str(Path(__file__).with_name("scorer.js"))
html_title = "planlint"
html_show_sphinx = False
html_copy_source = False
html_permalinks_icon = "#"
myst_enable_extensions = ["attrs_inline", "colon_fence"]
myst_heading_anchors = 4
myst_linkify_fuzzy_links = False
suppress_warnings = ["misc.highlighting_failure"]
