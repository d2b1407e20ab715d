package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/modules"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// source is who diagnostics are from.
const source = "zmqlint"

var severities = map[rule.Severity]int{
	rule.Error: severityError, rule.Warning: severityWarning, rule.Note: severityInformation,
}

// tags make editors show the code itself as what it is.
var tags = map[string][]int{
	"noop-option":        {tagUnnecessary},
	"deprecated-binding": {tagDeprecated},
}

// finding adds a finding to those of its file.
func (r *results) finding(f report.Finding) {
	in := r.file(f.File)
	d := diagnostic{
		Range:           in.span(f.Line, f.Column, f.EndLine, f.EndColumn),
		Severity:        severities[f.Severity],
		Code:            f.Rule,
		CodeDescription: &codeDescription{f.URL},
		Source:          source,
		Message:         f.Message,
		Tags:            tags[f.Rule],
		Data:            &diagnosticData{Fingerprint: f.Fingerprint, Fixable: len(f.Fixes) > 0},
	}
	if d.Data.Fixable {
		d.Data.Decision = f.Fixes[0].Decision
	}
	in.found = append(in.found, shown{d, f})
}

// published knows of which files the client shows diagnostics, so that they
// can be taken back.
type published struct {
	s     *server
	mu    sync.Mutex
	files map[string]map[string]bool // by the directory of the unit
}

// publish shows what was found, and takes back what no longer holds. Of a
// document that has been edited since nothing is said: the next analysis will.
func (p *published) publish(dir string, found *results) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.files[dir]
	now := map[string]bool{}
	for path, f := range found.files {
		if len(f.found) > 0 {
			now[path] = true
		}
	}
	names := slices.Collect(keys(before, now))
	for path := range found.docs {
		if modules.Within(path, dir) && !now[path] && !before[path] && isGo(path) {
			names = append(names, path) // so that an editor knows that it was analysed
		}
	}
	slices.Sort(names)
	for _, path := range names {
		doc := p.s.docs.get(path)
		if doc != nil && !found.current(doc) {
			if before[path] {
				now[path] = true // still shown
			}
			continue
		}
		list := []diagnostic{}
		if f := found.files[path]; f != nil {
			for _, d := range f.found {
				list = append(list, d.diagnostic)
			}
		}
		p.send(path, doc, list)
	}
	p.files[dir] = now
}

// keys are those of both maps, each once.
func keys(a, b map[string]bool) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if !a[k] && !yield(k) {
				return
			}
		}
	}
}

// clear takes back what is shown for a unit.
func (p *published) clear(dir string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for path := range p.files[dir] {
		p.send(path, p.s.docs.get(path), []diagnostic{})
	}
	delete(p.files, dir)
}

func (p *published) send(path string, doc *document, list []diagnostic) {
	params := publishParams{URI: uriOf(path), Diagnostics: list}
	if doc != nil {
		params.URI, params.Version = doc.uri, &doc.version
	}
	p.s.notify("textDocument/publishDiagnostics", params)
}

func isConfig(path string) bool {
	return slices.Contains(config.Names, filepath.Base(path))
}

// goLineLength is the length of a line of Go, in bytes.
func (t *text) goLineLength(line int) int {
	rest := t.string[t.goOffset(line, 1):]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return len(strings.TrimSuffix(rest, "\r"))
}
