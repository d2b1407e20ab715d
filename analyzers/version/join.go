package version

// What the command makes of findings that all packages of a module share.

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// Join makes one of findings of one rule with the same key: about libzmq, with
// what the packages do together.
func Join(list []finding.Finding) finding.Finding {
	joined := list[0]
	if p := together(list); p != nil {
		if f := p.finding(); f != nil {
			joined.Message, joined.May = f.Message, f.May
			joined.Severity = p.cfg.Severity(f.Rule, f.Severity)
		}
	}
	return joined
}

// together is the program that several packages make up, nil when the findings
// have none.
func together(list []finding.Finding) *program {
	var all *program
	for _, f := range list {
		p, ok := f.Shared.Detail.(*program)
		if !ok {
			return nil
		}
		if all == nil {
			whole := *p
			whole.sockets = nil
			all = &whole
		}
		all.sockets = append(all.sockets, p.sockets...)
	}
	slices.SortStableFunc(all.sockets, func(a, b opened) int { return strings.Compare(a.place, b.place) })
	return all
}

// Survey looks at the module that packages belong to: what its files say about
// the libzmq that it is built with elsewhere, and what only a log is
// interested in. The findings that it takes are those without a rule.
func Survey(list []finding.Finding) (found finding.List, notes []string) {
	p := together(list)
	if p == nil {
		return nil, nil
	}
	notes = append(notes, p.notes()...)
	if p.module.root == "" || !p.cfg.On("vulnerable-libzmq") {
		return nil, notes
	}
	seen := map[string]bool{}
	for _, h := range libzmq.Hints(p.module.root, p.table) {
		if once := h.File + "\x00" + h.Version + "\x00" + h.Says; seen[once] {
			continue
		} else {
			seen[once] = true
		}
		f, note := p.hint(h)
		if f != nil && !p.cfg.Excludes(h.File) {
			found = append(found, *f)
		}
		if note != "" {
			notes = append(notes, note)
		}
	}
	return found, notes
}

// hint judges a line of a file of the module. It is no proof of what the
// program runs with, so it is a warning at most, and only where the program
// meets the conditions of an advisory, or may.
func (p *program) hint(h libzmq.Hint) (f *finding.Finding, note string) {
	name := h.File
	if rel, err := filepath.Rel(p.module.root, h.File); err == nil {
		name = filepath.ToSlash(rel)
	}
	where := fmt.Sprintf("%s:%d %s", name, h.Line, h.Says)
	if h.Version == "" {
		return nil, where + ", of which the version cannot be told"
	}
	v := p.table.Judge(h.Version, h.Package)
	severity, message := verdict("libzmq "+h.Version, v, p.sockets)
	switch {
	case message == "" && len(v.Unjudged) > 0:
		return nil, where + "; " + unjudged(v)
	case message == "":
		return nil, where + ", without a published vulnerability"
	case severity == rule.Note:
		return nil, where + ": " + message
	}
	return &finding.Finding{
		Rule: "vulnerable-libzmq", Severity: p.cfg.Severity("vulnerable-libzmq", rule.Warning), May: severity == rule.Warning,
		Message: "this " + h.Says + ": " + message, By: name + "\x00" + h.Says,
		Shared: &finding.Shared{Place: &finding.Place{File: h.File, Line: h.Line, Column: 1, EndColumn: 1}},
	}, ""
}
