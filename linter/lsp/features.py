"""Register the requests of an editor that change nothing: hover, navigation, outline and code lenses."""

from __future__ import annotations

from itertools import islice

from lsprotocol import types as lsp

from linter.lsp import navigation, outline
from linter.lsp.limits import MAX_HOVER_RULES, MAX_LOCATIONS
from linter.lsp.uris import is_file, path_of
from linter.outputs.escape import escape_controls
from linter.rules.links import rule_url
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.lsp.language_server import Server
    from linter.lsp.positions import Positions

_SYMBOLS = {"task": lsp.SymbolKind.Event, "batch": lsp.SymbolKind.Namespace}


def add_looking(server: Server) -> None:
    """Register hover, definition, references, outline and code lenses."""
    feature = server.feature

    @feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        if not is_file(params.text_document.uri):
            return None
        path = display_path(path_of(params.text_document.uri))
        if path not in ls.session.texts:
            return None
        positions = ls.positions_of(path)
        offset = positions.offset(params.position)
        parts, where = [], None
        found = ls.plan_at(params.text_document.uri)
        card = navigation.card(found[0], found[1], offset) if found else None
        if card is not None:
            parts.append(card[1])
            where = positions.range(card[0].start, card[0].end)
        here = (one for one in ls.published.get(path, ()) if one.start <= offset <= one.end)
        for violation in islice({one.rule: one for one in here}.values(), MAX_HOVER_RULES):
            parts.append(f"[{violation.rule}]({rule_url(violation.rule)}): {ls.summary(violation.rule)}")
            where = where or positions.range(violation.start, violation.end)
        if not parts:
            return None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n---\n\n".join(parts)), where)

    @feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(ls: Server, params: lsp.DefinitionParams) -> list[lsp.Location]:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return []
        project, plan, positions = found
        tasks = navigation.definition(project, plan, positions.offset(params.position))
        return [
            lsp.Location(ls.uri_of(task.plan.path), ls.positions_of(task.plan.path).range(task.id.start, task.id.end))
            for task in tasks[:MAX_LOCATIONS]
        ]

    @feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(ls: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return []
        project, plan, positions = found
        locations = navigation.references(project, plan, positions.offset(params.position))
        included = (p for p in locations if params.context.include_declaration or p.role != "declared")
        first = islice(included, MAX_LOCATIONS)
        return [lsp.Location(ls.uri_of(p.plan.path), ls.positions_of(p.plan.path).range(p.start, p.end)) for p in first]

    @feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(ls: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        found = ls.plan_at(params.text_document.uri)
        return [_symbol(symbol, found[2]) for symbol in outline.symbols(found[1])] if found else []

    @feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(ls: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return []
        return [
            lsp.CodeLens(found[2].range(*span), lsp.Command(escape_controls(text), ""))
            for span, text in outline.lenses(found[1])
        ]


def _symbol(symbol: outline.Symbol, positions: Positions) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        escape_controls(symbol.name) or "?",
        _SYMBOLS[symbol.kind],
        positions.range(*symbol.span),
        positions.range(*symbol.own),
        detail=escape_controls(symbol.detail) or None,
        children=[_symbol(child, positions) for child in symbol.children],
    )
