package lsp

import (
	"cmp"
	"context"
	"os"
	"strings"

	"github.com/zmqlint/zmqlint/analyzers"
	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
)

// results are what one analysis says of a unit. They hold no syntax and no
// types, so that these can go.
type results struct {
	docs  map[string]*document // that were open, as they were analysed
	files map[string]*file     // of which there is something to say, by name
}

// file is a file as it was analysed.
type file struct {
	*text
	found []shown
	spots []spot // for hover; sorted
	opens []lens
}

// shown is a finding as an editor shows it.
type shown struct {
	diagnostic
	finding report.Finding // its files have absolute names; no rule for what is no finding
}

// current reports whether a document has the version that was analysed.
func (r *results) current(doc *document) bool {
	was := r.docs[doc.path]
	return was != nil && was.version == doc.version && was.uri == doc.uri
}

// text returns the text of a file as it was analysed.
func (r *results) text(path string) (*text, error) {
	if f := r.files[path]; f != nil {
		return f.text, nil
	}
	if doc := r.docs[path]; doc != nil {
		return doc.text, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return newText(string(data)), nil
}

// file returns the entry of a file.
func (r *results) file(path string) *file {
	f := r.files[path]
	if f == nil {
		t, err := r.text(path)
		if err != nil {
			t = newText("") // gone meanwhile
		}
		f = &file{text: t}
		r.files[path] = f
	}
	return f
}

// analyse analyses a unit with what is in the buffers. It returns nil when
// that was cancelled, or is not possible: then what was found before stands.
func (s *server) analyse(ctx context.Context, u *unit, docs map[string]*document) *results {
	var found *results
	err := contained(func() (err error) { found, err = s.examine(ctx, u, docs); return err })
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		s.failed(u, err)
		return nil
	}
	u.failure = ""
	return found
}

// failed tells of a failure once, not at every edit.
func (s *server) failed(u *unit, err error) {
	if text := err.Error(); text != u.failure {
		u.failure = text
		s.show(messageWarning, "%s is not analysed: %s", u.dir, text)
	}
}

func (s *server) examine(ctx context.Context, u *unit, docs map[string]*document) (*results, error) {
	set := s.settings.Load()
	env := set.environ(s.opt.Env)
	defer config.Use(set.configuration(s.root))()
	defer libzmq.UseEnv(env)()
	versions.Forget()
	r := &results{docs: docs, files: map[string]*file{}}
	if _, problems := config.ForDir(u.dir); len(problems) > 0 {
		return r.misconfigured(problems, u.found), nil
	}
	if err := examine.CheckAdvisories(u.dir, nil); err != nil {
		return nil, err
	}
	bar := s.progress(u.found == nil)
	defer bar.end()
	loaded, err := u.session.Load(ctx, load.Config{
		Dir: u.dir, Env: env, Patterns: []string{"./..."}, Tags: set.Tags, Tests: set.Tests,
		Overlay: overlay(docs), Watch: versions.Bindings(), Progress: bar.report,
	})
	if err != nil {
		return nil, err
	}
	if problems := examine.ConfigProblems(loaded); len(problems) > 0 {
		return r.misconfigured(problems, u.found), nil
	}
	if err := examine.CheckAdvisories(u.dir, loaded.Packages); err != nil {
		return nil, err
	}
	bar.report("analysis")
	known := newKnowledge()
	out, err := examine.Run(ctx, analyzers.All(), loaded, examine.Options{Tests: set.Tests, Sockets: known.add})
	if err != nil {
		return nil, err
	}
	for _, f := range out.Findings {
		r.finding(f)
	}
	r.notAnalysed(loaded)
	s.incomplete(u, loaded, out)
	known.into(r)
	return r, nil
}

// incomplete logs what could not be analysed, when it is not what it was at the
// edit before: whoever misses a finding looks there.
func (s *server) incomplete(u *unit, loaded *load.Result, out *examine.Outcome) {
	var lines []string
	for _, p := range loaded.NotAnalyzed {
		if p.Kind.Incomplete() {
			lines = append(lines, cmp.Or(p.File, p.Package)+": "+p.Reason)
		}
	}
	for _, f := range out.Failed {
		lines = append(lines, f.Package+": "+f.Reason)
	}
	if text := strings.Join(lines, "\n"); text != u.incomplete {
		u.incomplete = text
		if text != "" {
			s.log("not analysed in full:\n%s", text)
		}
	}
}

// overlay has the buffers of Go files.
func overlay(docs map[string]*document) map[string][]byte {
	out := map[string][]byte{}
	for path, doc := range docs {
		if isGo(path) {
			out[path] = []byte(doc.string)
		}
	}
	return out
}

// misconfigured shows mistakes in configuration files there, and all else as
// it was: what the project wants to know is not known.
func (r *results) misconfigured(problems config.Problems, before *results) *results {
	if before != nil {
		for path, f := range before.files {
			if !isConfig(path) {
				r.files[path] = f
			}
		}
	}
	for _, p := range problems {
		f := r.file(p.File)
		line, column := max(p.Line, 1), max(p.Column, 1)
		f.found = append(f.found, shown{diagnostic: diagnostic{
			Range: f.span(line, column, line, f.goLineLength(line)+1), Severity: severityError, Source: source,
			Code: "configuration", Message: p.Message,
		}})
	}
	return r
}

// notAnalysed says of open files that import zmq4 why nothing is said of them.
func (r *results) notAnalysed(loaded *load.Result) {
	for _, p := range loaded.NotAnalyzed {
		if r.docs[p.File] == nil || p.Kind == load.Notice || p.Kind.Incomplete() {
			continue // gopls tells of what does not compile
		}
		f := r.file(p.File)
		reason := p.Reason
		if p.Kind == load.ExcludedByTags {
			reason = strings.Replace(reason, "use -tags=", "set tags to ", 1)
		}
		f.found = append(f.found, shown{diagnostic: diagnostic{
			Range: f.span(1, 1, 1, f.goLineLength(1)+1), Severity: severityHint, Source: source,
			Code: "not-analyzed", Message: reason,
		}})
	}
}
