"""Register the requests of an editor that lead to changes: code actions, rename and completion."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from linter.lsp import code_actions as actions
from linter.lsp import completion, renaming
from linter.lsp.limits import MAX_FIXED_VIOLATIONS, MAX_PROPOSALS
from linter.lsp.uris import is_file, path_of
from linter.outputs.escape import escape_controls
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from linter.lsp.language_server import Server

_PROPOSALS = {
    "task": lsp.CompletionItemKind.Reference,
    "status": lsp.CompletionItemKind.EnumMember,
    "field": lsp.CompletionItemKind.Field,
}
_KINDS = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]
_FIX_ALL = "Apply all safe fixes"


def add_changing(server: Server) -> None:
    """Register code actions, rename and completion."""
    add_code_actions(server)
    add_rename(server)
    feature = server.feature

    @feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["[", ",", " ", "-"]))
    def complete(ls: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem] | lsp.CompletionList:
        path = _open_path(ls, params.text_document.uri)
        if path is None:
            return []
        text = ls.session.texts[path]
        offset = ls.positions_of(path).offset(params.position)
        around = ls.session.plan_around(path)
        found = completion.complete(text, offset, *around) if around else completion.begin(path, text, offset)
        likely = completion.likely(found, text, offset, MAX_PROPOSALS)
        items = [
            lsp.CompletionItem(
                escape_controls(proposal.text),
                kind=_PROPOSALS[proposal.kind],
                detail=escape_controls(proposal.detail) or None,
                insert_text=proposal.text,
            )
            for proposal in likely
        ]
        return items if len(items) == len(found) else lsp.CompletionList(is_incomplete=True, items=items)


def add_code_actions(server: Server) -> None:
    """Register code actions, whose edits are made when one is chosen if the editor can ask for them (``resolve``)."""
    feature = server.feature

    @feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(_KINDS, resolve_provider=True))
    def code_actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        path = _open_path(ls, params.text_document.uri)
        if path is None or not ls.published.get(path):
            return []
        kinds = [_text(kind) for kind in params.context.only or _KINDS]
        is_lazy = _resolves(ls)
        found: list[lsp.CodeAction] = []
        if any(kind.startswith("quickfix") for kind in kinds):
            found += _quick_fixes(ls, path, params.range, is_lazy=is_lazy)
        if any(kind.startswith("source") for kind in kinds) and any(
            one.fix is not None and one.fix.safe for one in ls.session.run(path).report.violations if one.path == path
        ):
            whole = None if is_lazy else _fix_all(ls, path)
            if is_lazy or whole is not None:
                data = {"path": path} if is_lazy else None
                found.append(lsp.CodeAction(_FIX_ALL, kind=lsp.CodeActionKind.SourceFixAll, edit=whole, data=data))
        return found

    @feature(lsp.CODE_ACTION_RESOLVE)
    def resolve(ls: Server, action: lsp.CodeAction) -> lsp.CodeAction:
        data: Any = action.data
        path = data.get("path") if isinstance(data, dict) else None
        if path not in ls.session.texts:
            return action
        if action.kind == lsp.CodeActionKind.SourceFixAll:
            action.edit = _fix_all(ls, path)
            return action
        run = ls.session.run(path)
        location = data.get("rule"), data.get("start"), data.get("end")
        same = (one for one in run.report.violations if (one.path, one.rule, one.start, one.end) == (path, *location))
        violation = next(same, None)
        for one in actions.of_violations(run, path, [violation]) if violation is not None else ():
            if escape_controls(one.title) == action.title:
                action.edit = ls.edit({path: one.edits})
        return action


def _quick_fixes(ls: Server, path: str, where: lsp.Range, *, is_lazy: bool) -> Iterator[lsp.CodeAction]:
    run, positions = ls.session.run(path), ls.positions_of(path)
    start, end = positions.offset(where.start), positions.offset(where.end)
    asked = actions.intersecting(run.report.violations, path, start, end)[:MAX_FIXED_VIOLATIONS]
    for action in (actions.offers if is_lazy else actions.of_violations)(run, path, asked):
        violation = action.violation
        data = {"path": path, "rule": violation.rule, "start": violation.start, "end": violation.end}
        yield lsp.CodeAction(
            escape_controls(action.title),
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=ls.diagnostics(path, [violation]),
            is_preferred=action.is_preferred or None,
            edit=None if is_lazy else ls.edit({path: action.edits}),
            data=data if is_lazy else None,
        )


def add_rename(server: Server) -> None:
    """Register rename, which refuses what it could not do completely."""
    feature = server.feature

    @feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(ls: Server, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        found = ls.plan_at(params.text_document.uri)
        if found is None:
            return None
        _, plan, positions = found
        try:
            one = renaming.nameable(plan, positions.offset(params.position))
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
            edits = renaming.rename(project, plan, positions.offset(params.position), params.new_name)
            renaming.verify(ls.session.run(plan.path), edits)
        except renaming.RenameError as error:
            raise JsonRpcInvalidParams(str(error)) from None
        return ls.edit(edits)


def _open_path(ls: Server, uri: str) -> str | None:
    """Return the display path of the open file at *uri*, or None."""
    if not is_file(uri):
        return None
    path = display_path(path_of(uri))
    return path if path in ls.session.texts else None


def _resolves(ls: Server) -> bool:
    """Whether the editor asks for the edit of a code action when it is chosen."""
    document = ls.client_capabilities.text_document
    actions = document.code_action if document else None
    support = actions.resolve_support if actions and actions.data_support else None
    return support is not None and "edit" in support.properties


def _text(kind: lsp.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, lsp.CodeActionKind) else str(kind)


def _fix_all(ls: Server, path: str) -> lsp.WorkspaceEdit | None:
    text = ls.session.texts[path]
    after = actions.fixed(ls.session.fresh(path), path)
    if after is None:
        return None
    whole = ls.positions_of(path).range(0, len(text))
    return lsp.WorkspaceEdit(changes={ls.uri_of(path): [lsp.TextEdit(whole, after)]})
