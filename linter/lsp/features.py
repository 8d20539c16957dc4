"""Register the requests of an editor about a plan, and the changes that it requests."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from linter.lsp import code_actions as actions
from linter.lsp import completion, navigation, outline, renaming
from linter.lsp.uris import path_of
from linter.rules.links import rule_url
from linter.system.paths import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.lsp.language_server import Server
    from linter.lsp.positions import Positions

_SYMBOLS = {"task": lsp.SymbolKind.Event, "batch": lsp.SymbolKind.Namespace}
_PROPOSALS = {
    "task": lsp.CompletionItemKind.Reference,
    "status": lsp.CompletionItemKind.EnumMember,
    "field": lsp.CompletionItemKind.Field,
}


def add_looking(server: Server) -> None:
    """Register hover, definition, references, outline and code lenses."""
    feature = server.feature

    @feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        path = shown(path_of(params.text_document.uri))
        positions = ls.positions_of(path)
        offset = positions.offset(params.position)
        parts, where = [], None
        found = ls.plan_at(params.text_document.uri)
        card = navigation.card(found[0], found[1], offset) if found else None
        if card is not None:
            parts.append(card[1])
            where = positions.range(card[0].start, card[0].end)
        for violation in ls.shown.get(path, ()):
            if violation.start <= offset <= violation.end:
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
            for task in tasks
        ]

    @feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(ls: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return []
        project, plan, positions = found
        places = navigation.references(project, plan, positions.offset(params.position))
        wanted = [p for p in places if params.context.include_declaration or p.role != "declared"]
        return [
            lsp.Location(ls.uri_of(place.plan.path), ls.positions_of(place.plan.path).range(place.start, place.end))
            for place in wanted
        ]

    @feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(ls: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        found = ls.plan_at(params.text_document.uri)
        return [_symbol(symbol, found[2]) for symbol in outline.symbols(found[1])] if found else []

    @feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(ls: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return []
        return [lsp.CodeLens(found[2].range(*span), lsp.Command(text, "")) for span, text in outline.lenses(found[1])]


def _symbol(symbol: outline.Symbol, positions: Positions) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        symbol.name or "?",
        _SYMBOLS[symbol.kind],
        positions.range(*symbol.span),
        positions.range(*symbol.own),
        detail=symbol.detail or None,
        children=[_symbol(child, positions) for child in symbol.children],
    )


def add_changing(server: Server) -> None:
    """Register code actions, rename and completion."""
    feature = server.feature

    @feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]),
    )
    def code_actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        path = shown(path_of(uri))
        only = params.context.only or [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]
        if path not in ls.session.texts or not ls.shown.get(path):
            return []
        run = ls.session.run(path)
        positions = ls.positions_of(path)
        start, end = positions.offset(params.range.start), positions.offset(params.range.end)
        found = []
        if any(str(kind).startswith("quickfix") for kind in map(_text, only)):
            for action in actions.actions(run, path, run.report.violations, start, end):
                found.append(
                    lsp.CodeAction(
                        action.title,
                        kind=lsp.CodeActionKind.QuickFix,
                        diagnostics=ls.diagnostics(path, [action.violation]),
                        is_preferred=action.is_preferred or None,
                        edit=ls.edit({path: action.edits}),
                    )
                )
        if any(_text(kind).startswith("source") for kind in only):
            whole = _fix_all(ls, path)
            if whole is not None:
                found.append(lsp.CodeAction("Apply all safe fixes", kind=lsp.CodeActionKind.SourceFixAll, edit=whole))
        return found

    @feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(ls: Server, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return None
        project, plan, positions = found
        try:
            one = renaming.nameable(project, plan, positions.offset(params.position))
        except renaming.RenameError as error:
            raise JsonRpcInvalidParams(str(error)) from None
        return lsp.PrepareRenamePlaceholder(positions.range(one.start, one.end), one.name) if one else None

    @feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(ls: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return None
        project, plan, positions = found
        try:
            return ls.edit(renaming.rename(project, plan, positions.offset(params.position), params.new_name))
        except renaming.RenameError as error:
            raise JsonRpcInvalidParams(str(error)) from None

    @feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["[", ",", " ", "-"]))
    def complete(ls: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        path = shown(path_of(params.text_document.uri))
        text = ls.session.texts.get(path, "")
        offset = ls.positions(path, text).offset(params.position)
        around = ls.session.plan_around(path)
        found = completion.complete(text, offset, *around) if around else completion.begin(path, text, offset)
        return [
            lsp.CompletionItem(proposal.text, kind=_PROPOSALS[proposal.kind], detail=proposal.detail or None)
            for proposal in found
        ]


def _text(kind: lsp.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, lsp.CodeActionKind) else str(kind)


def _fix_all(ls: Server, path: str) -> lsp.WorkspaceEdit | None:
    text = ls.session.texts[path]
    after = actions.fixed(ls.session.fresh(path), path)
    if after is None:
        return None
    whole = ls.positions(path, text).range(0, len(text))
    return lsp.WorkspaceEdit(changes={ls.uri_of(path): [lsp.TextEdit(whole, after)]})
