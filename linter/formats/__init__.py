"""The plan formats, one module each. A module here has

``name``, ``kinds``
    what the configuration calls the format, and the document kinds it makes;
``claims(path)``
    whether a file of this name is a candidate at all;
``sniff(data)``
    whether its bytes can be ours: what is not ours costs no more than this;
``marked(text)``
    whether a file that cannot be read as a whole says of itself that it is ours;
``read(source, limits, forced)``
    the document, None when the file is none of ours.
"""

from __future__ import annotations

from linter.formats import manifest, progress, tools_manifest

FORMATS = (progress, manifest, tools_manifest)
