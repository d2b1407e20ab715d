package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/report"
)

// codeAction offers what can be done about the findings in a range. It waits
// for an analysis that is under way; a document that has been edited since gets
// nothing, for its fixes would land in the wrong place.
func (s *server) codeAction(params json.RawMessage) (answer, error) {
	var p codeActionParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	path, ok := p.TextDocument.URI.path()
	doc := s.docs.get(path)
	if !ok || doc == nil {
		return func(context.Context) (any, error) { return []codeAction{}, nil }, nil
	}
	return func(ctx context.Context) (any, error) {
		found, err := s.schedule.results(ctx, path)
		if err != nil {
			return nil, err
		}
		actions := []codeAction{}
		if found == nil || !found.current(doc) || s.docs.get(path) != doc {
			return actions, nil
		}
		a := &actor{s: s, found: found, doc: doc, file: found.file(path), asked: p}
		if a.wants(kindQuickFix) {
			actions = append(actions, a.quickFixes()...)
		}
		if a.wants(kindFixAll) {
			actions = append(actions, a.fixAll()...)
		}
		return actions, nil
	}, nil
}

// actor makes the actions of one request.
type actor struct {
	s     *server
	found *results
	doc   *document
	file  *file
	asked codeActionParams
}

// wants reports whether the client asks for actions of a kind, or of one that
// it is a part of.
func (a *actor) wants(kind string) bool {
	only := a.asked.Context.Only
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool {
		return o == "" || o == kind || strings.HasPrefix(kind, o+".")
	})
}

// quickFixes are those of the findings in the range: the fixes first, and then
// what ignores.
func (a *actor) quickFixes() (actions []codeAction) {
	var ignores []codeAction
	for _, f := range a.file.found {
		if f.finding.Rule == "" || !overlap(f.Range, a.asked.Range) || !a.mentioned(f) {
			continue
		}
		for _, fix := range f.finding.Fixes {
			if edit, ok := a.edit(fix); ok {
				actions = append(actions, codeAction{
					Title: title(fix), Kind: kindQuickFix, Diagnostics: []diagnostic{f.diagnostic},
					IsPreferred: fix.Decision == "", Edit: edit,
				})
			}
		}
		if edit, ok := a.ignore(f); ok {
			ignores = append(ignores, codeAction{
				Title: "Ignore " + f.finding.Rule + " here…", Kind: kindQuickFix, Diagnostics: []diagnostic{f.diagnostic}, Edit: edit,
			})
		}
	}
	return append(actions, ignores...)
}

// title is what a fix does, and what has to be decided for it.
func title(fix report.Fix) string {
	title := strings.ToUpper(fix.Message[:min(1, len(fix.Message))]) + fix.Message[min(1, len(fix.Message)):]
	if fix.Decision != "" {
		title += " (decide: " + fix.Decision + ")"
	}
	return title
}

// mentioned reports whether the client asks about a finding: about all in the
// range when it names none of ours.
func (a *actor) mentioned(f shown) bool {
	ours := false
	for _, d := range a.asked.Context.Diagnostics {
		if d.Source != source {
			continue
		}
		ours = true
		var data diagnosticData
		var code string
		_ = json.Unmarshal(d.Data, &data)
		_ = json.Unmarshal(d.Code, &code)
		if data.Fingerprint == f.Data.Fingerprint || data.Fingerprint == "" && code == f.Code {
			return true
		}
	}
	return !ours
}

// overlap reports whether two ranges have a place in common; an empty one, a
// cursor, has it with what it touches.
func overlap(a, b span) bool {
	return !before(a.End, b.Start) && !before(b.End, a.Start)
}

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// fixAll applies all fixes that need no decision. Of two that overlap the
// second can be applied after the next analysis.
func (a *actor) fixAll() []codeAction {
	var fixes []report.Fix
	var fixed []diagnostic
	for _, f := range a.file.found {
		if len(f.finding.Fixes) > 0 && f.finding.Fixes[0].Decision == "" {
			fixes = append(fixes, f.finding.Fixes[0])
			fixed = append(fixed, f.diagnostic)
		}
	}
	edit, ok := a.edit(fixes...)
	if !ok {
		return nil
	}
	return []codeAction{{Title: "Fix all zmqlint problems in file", Kind: kindFixAll, Diagnostics: fixed, Edit: edit}}
}

// edit is what fixes change; ok is false when they change nothing, or a
// document that was edited since.
func (a *actor) edit(fixes ...report.Fix) (edit workspaceEdit, ok bool) {
	texts := map[string]*text{}
	merged := apply.Merge(fixes, func(file string) (*apply.Text, error) {
		t, err := a.found.text(file)
		if err != nil {
			return nil, err
		}
		texts[file] = t
		return apply.NewText(file, []byte(t.string)), nil
	})
	edits := map[string][]textEdit{}
	for _, c := range merged.Changes {
		if doc := a.s.docs.get(c.File); doc != nil && !a.found.current(doc) {
			return workspaceEdit{}, false
		}
		t := texts[c.File]
		for _, e := range udiff.Bytes(c.Before.Data, c.After) {
			edits[c.File] = append(edits[c.File], textEdit{span{t.position(e.Start), t.position(e.End)}, e.New})
		}
	}
	return a.workspaceEdit(edits), len(edits) > 0
}

// workspaceEdit puts edits into the form that the client can take.
func (a *actor) workspaceEdit(edits map[string][]textEdit) (out workspaceEdit) {
	for path, list := range edits {
		id := optionalVersion{URI: uriOf(path)}
		if doc := a.s.docs.get(path); doc != nil {
			id.URI, id.Version = doc.uri, &doc.version
		}
		if a.s.client.Workspace.WorkspaceEdit.DocumentChanges {
			out.DocumentChanges = append(out.DocumentChanges, documentEdit{id, list})
			continue
		}
		if out.Changes == nil {
			out.Changes = map[DocumentURI][]textEdit{}
		}
		out.Changes[id.URI] = list
	}
	slices.SortFunc(out.DocumentChanges, func(x, y documentEdit) int {
		return strings.Compare(string(x.TextDocument.URI), string(y.TextDocument.URI))
	})
	return out
}
