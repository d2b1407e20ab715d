// Package suppress reads the directives that keep findings from being
// reported:
//
//	//zmqlint:ignore RULE[,RULE] [until=YYYY-MM-DD] reason
//	//zmqlint:file-ignore RULE[,RULE] [until=YYYY-MM-DD] reason
//
// The first holds for the line that it stands at the end of or above, or for
// the declaration that it stands above; the second for its file. A directive
// without a reason, or past its date, holds for nothing: whoever reads the code
// has to be able to tell whether the decision still stands.
package suppress

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Bad is the rule that speaks of directives. None of them silences it.
const Bad = "bad-suppression"

// Directive is a directive that holds for something.
type Directive struct {
	Reason   string
	from, to token.Pos // what it holds for; to is exclusive
}

// Entry is one rule of a directive.
type Entry struct {
	*Directive
	Rule     string
	Pos, End token.Pos // of the rule's name
}

// Problem is a mistake in a directive.
type Problem struct {
	Pos, End token.Pos
	Message  string
}

// Set is what the directives of a package say.
type Set struct {
	Entries  []*Entry
	Problems []Problem
}

// Now is the clock that tells which directives have expired.
var Now = time.Now

// Parse reads the directives of files.
func Parse(fset *token.FileSet, files []*ast.File) *Set {
	p := &reader{fset: fset, today: Now().Format(time.DateOnly)}
	for _, f := range files {
		p.file(f)
	}
	return &p.set
}

// Covering returns the entries that suppress a finding of a rule at pos, the
// one with the narrowest scope first.
func (s *Set) Covering(name string, pos token.Pos) (found []*Entry) {
	for _, e := range s.Entries {
		if e.Rule == name && e.from <= pos && pos < e.to {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b *Entry) int { return cmp.Compare(a.to-a.from, b.to-b.from) })
	return found
}

const (
	prefix     = "//zmqlint:"
	ignore     = "ignore"
	fileIgnore = "file-ignore"
	usage      = "RULE[,RULE] [until=YYYY-MM-DD] reason"
)

type reader struct {
	fset  *token.FileSet
	today string // as time.DateOnly, which sorts by time
	set   Set
}

func (p *reader) file(f *ast.File) {
	var scopes *scopes // most files have no directive
	for _, group := range f.Comments {
		for _, c := range group.List {
			if !strings.HasPrefix(c.Text, prefix) {
				continue
			}
			if scopes == nil {
				scopes = newScopes(p.fset, f)
			}
			p.directive(c, group, scopes)
		}
	}
}

func (p *reader) errorf(pos, end token.Pos, format string, args ...any) {
	p.set.Problems = append(p.set.Problems, Problem{pos, end, fmt.Sprintf(format, args...)})
}

// word is a part of a comment.
type word struct {
	text     string
	pos, end token.Pos
}

var field = regexp.MustCompile(`\S+`)

// directive reads one comment.
func (p *reader) directive(c *ast.Comment, group *ast.CommentGroup, s *scopes) {
	text := strings.TrimPrefix(c.Text, prefix)
	verb := text[:len(text)-len(strings.TrimLeft(text, "abcdefghijklmnopqrstuvwxyz-"))]
	if rest := text[len(verb):]; verb != ignore && verb != fileIgnore || rest != "" && strings.TrimLeft(rest, " \t\r") == rest {
		p.unknownVerb(c, text)
		return
	}
	var words []word
	for _, at := range field.FindAllStringIndex(text[len(verb):], -1) {
		from, to := len(prefix)+len(verb)+at[0], len(prefix)+len(verb)+at[1]
		words = append(words, word{c.Text[from:to], c.Pos() + token.Pos(from), c.Pos() + token.Pos(to)})
	}
	names, words := rules(words)
	if len(names) == 0 {
		p.errorf(c.Pos(), c.End(), "%s%s names no rule: write %[1]s%[2]s %[3]s", prefix, verb, usage)
		return
	}
	d := &Directive{from: s.file.FileStart, to: s.file.FileEnd}
	if verb == ignore {
		d.from, d.to = s.of(c, group)
	}
	if p.holds(c, d, names, words) {
		p.add(d, names)
	}
}

func (p *reader) unknownVerb(c *ast.Comment, text string) {
	verb, _, _ := strings.Cut(text, " ")
	meant := ignore
	if strings.Contains(verb, "file") {
		meant = fileIgnore
	}
	p.errorf(c.Pos(), c.End(), "unknown directive %q: did you mean %s%s?", prefix+verb, prefix, meant)
}

// rules splits off the names of rules, which a comma joins: "a,b" or "a, b".
func rules(words []word) (names, rest []word) {
	more := true
	for len(words) > 0 && more {
		w := words[0]
		words = words[1:]
		more = strings.HasSuffix(w.text, ",") || len(words) > 0 && strings.HasPrefix(words[0].text, ",")
		pos := w.pos
		for name := range strings.SplitSeq(w.text, ",") {
			end := pos + token.Pos(len(name))
			if name != "" {
				names = append(names, word{name, pos, end})
			}
			pos = end + 1
		}
	}
	return names, words
}

const untilPrefix = "until="

// holds reads what follows the rules, and reports whether the directive is
// complete and has not expired.
func (p *reader) holds(c *ast.Comment, d *Directive, names, words []word) bool {
	until := ""
	if len(words) > 0 && strings.HasPrefix(words[0].text, untilPrefix) {
		w := words[0]
		words = words[1:]
		until = strings.TrimPrefix(w.text, untilPrefix)
		if _, err := time.Parse(time.DateOnly, until); err != nil {
			p.errorf(w.pos, w.end, "%q is no date: write until=YYYY-MM-DD", until)
			return false
		}
	}
	if len(words) > 0 && words[0].text == "//" { // as in //nolint:x // reason
		words = words[1:]
	}
	var reason []string
	for _, w := range words {
		reason = append(reason, w.text)
	}
	d.Reason = strings.Join(reason, " ")
	switch {
	case !strings.ContainsFunc(d.Reason, isWordRune):
		p.errorf(c.Pos(), c.End(), "%s is suppressed without a reason, so it is not: say why after the rule", list(names))
	case until != "" && until < p.today:
		p.errorf(c.Pos(), c.End(), "the suppression of %s ended on %s: mend what it hides, or decide anew", list(names), until)
	default:
		return true
	}
	return false
}

// add enters the rules of a directive that holds.
func (p *reader) add(d *Directive, names []word) {
	for _, w := range names {
		switch _, known := rule.Lookup(w.text); {
		case w.text == Bad:
			p.errorf(w.pos, w.end, "%s cannot be suppressed by a directive; the configuration can turn it off", Bad)
		case known:
			p.set.Entries = append(p.set.Entries, &Entry{d, w.text, w.pos, w.end})
		default:
			p.unknownRule(w)
		}
	}
}

func (p *reader) unknownRule(w word) {
	meant := rule.Nearest(w.text)
	if meant == "" {
		p.errorf(w.pos, w.end, "unknown rule %q (zmqlint rules lists them)", w.text)
	} else {
		p.errorf(w.pos, w.end, "unknown rule %q: did you mean %s?", w.text, meant)
	}
}

func list(names []word) string {
	var texts []string
	for _, w := range names {
		texts = append(texts, w.text)
	}
	return strings.Join(texts, ", ")
}
