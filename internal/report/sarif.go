package report

// SARIF by structs of its own: a library's output carries empty arrays and
// indices of -1, which validators warn of. What a run writes depends on
// nothing but the report and the files: no times, no random ids.
//
// Of the rules, those are described that there are results of.

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/zmqlint/zmqlint/internal/rule"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/zmqlint/zmqlint"
	baseID      = "SRCROOT"        // the root of the repository
	fingerprint = "zmqlint/v1"     // GitHub adds one of its own
	category    = "zmqlint/"       // sets the results apart from those of other tools and earlier runs
	columnKind  = "utf16CodeUnits" // what every viewer takes
)

// SARIF writes the report in the Static Analysis Results Interchange Format,
// version 2.1.0.
func SARIF(w io.Writer, r *Report, opt Options) error {
	s := sarifWriter{
		names: newNames(opt.Dir), sources: newSources(opt.Dir),
		rules: map[string]int{}, cwes: map[string]int{},
	}
	run := sarifRun{
		Tool:               sarifTool{driver(opt.Version)},
		AutomationDetails:  sarifAutomation{category},
		ColumnKind:         columnKind,
		OriginalURIBaseIDs: map[string]sarifArtifactLocation{baseID: {URI: directoryURL(s.names.root[0])}},
		Results:            []sarifResult{},
	}
	for _, list := range [][]Finding{r.Findings, r.Suppressed} {
		for _, f := range list {
			s.describe(&run, f.Rule)
			run.Results = append(run.Results, s.result(&f))
		}
	}
	run.Invocations = []sarifInvocation{s.invocation(r, opt)}
	return encode(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

// CodeScanning writes SARIF for GitHub, which would show what is suppressed as
// open alerts.
func CodeScanning(w io.Writer, r *Report, opt Options) error {
	open := *r
	open.Suppressed = nil
	return SARIF(w, &open, opt)
}

// driver describes the tool. SARIF wants versions that begin with a number.
func driver(version string) sarifComponent {
	if !semver.IsValid(version) {
		version = "v0.0.0-devel"
	}
	version = strings.TrimPrefix(version, "v")
	return sarifComponent{
		Name: "zmqlint", Version: version, SemanticVersion: version, InformationURI: homepage,
		Rules: []sarifRule{}, // GitHub asks for it
	}
}

type sarifWriter struct {
	names       names
	sources     *sources
	rules, cwes map[string]int // indices in the run
}

// describe adds a rule to the run, with its weaknesses, unless it is there.
func (s *sarifWriter) describe(run *sarifRun, name string) {
	if _, ok := s.rules[name]; ok {
		return
	}
	driver := &run.Tool.Driver
	s.rules[name] = len(driver.Rules)
	r, ok := rule.Lookup(name)
	if !ok {
		r = &rule.Rule{Name: name, Title: name}
	}
	out := sarifRule{
		ID: r.Name, Name: pascal(r.Name), HelpURI: rule.URL(r.Name),
		ShortDescription:     sarifText{Text: r.Title + "."},
		FullDescription:      sarifText{Text: cmp.Or(r.Doc.Reports, r.Title)},
		Help:                 sarifText{Text: rule.Text(r), Markdown: rule.Page(r)},
		DefaultConfiguration: sarifConfiguration{r.Severity.String()},
		Properties:           sarifRuleProperties{securitySeverity[r.Severity], []string{"security"}},
	}
	for _, cwe := range r.CWE {
		id := strings.TrimPrefix(cwe, "CWE-")
		out.Relationships = append(out.Relationships, sarifRelationship{
			sarifTaxonRef{id, s.weakness(run, id), sarifComponentRef{Name: "CWE"}}, []string{"superset"},
		})
		out.Properties.Tags = append(out.Properties.Tags, "external/cwe/cwe-"+id)
	}
	driver.Rules = append(driver.Rules, out)
}

// securitySeverity is how GitHub ranks alerts: high, medium and low.
var securitySeverity = map[rule.Severity]string{rule.Error: "7.5", rule.Warning: "5.0", rule.Note: "2.0"}

// weakness returns the index of a CWE in the taxonomy of the run.
func (s *sarifWriter) weakness(run *sarifRun, id string) int {
	if i, ok := s.cwes[id]; ok {
		return i
	}
	if len(run.Taxonomies) == 0 {
		run.Tool.Driver.SupportedTaxonomies = []sarifComponentRef{{Name: "CWE"}}
		run.Taxonomies = []sarifComponent{{
			Name: "CWE", Organization: "MITRE", InformationURI: "https://cwe.mitre.org/",
			ShortDescription: &sarifText{Text: "The MITRE Common Weakness Enumeration."},
		}}
	}
	taxa := &run.Taxonomies[0].Taxa
	s.cwes[id] = len(*taxa)
	*taxa = append(*taxa, sarifTaxon{id, "https://cwe.mitre.org/data/definitions/" + id + ".html"})
	return s.cwes[id]
}

// pascal turns no-curve into NoCurve.
func pascal(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "-") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}

func (s *sarifWriter) result(f *Finding) sarifResult {
	location := sarifLocation{Physical: sarifPhysical{
		Artifact: s.artifact(f.File), Region: s.region(f), Context: s.context(f),
	}}
	if f.Function != "" {
		location.Logical = []sarifLogical{{strings.TrimPrefix(f.Package+"."+f.Function, "."), "function"}}
	}
	out := sarifResult{
		RuleID: f.Rule, RuleIndex: s.rules[f.Rule], Level: f.Severity.String(), Message: sarifText{Text: f.Message},
		Locations: []sarifLocation{location}, Fixes: s.fixes(f),
		Properties: sarifResultProperties{f.Verdict, f.SocketType, f.Endpoint, f.Missing},
	}
	if f.Fingerprint != "" {
		out.PartialFingerprints = map[string]string{fingerprint: f.Fingerprint}
	}
	if f.Suppression != nil {
		out.Suppressions = []sarifSuppression{{f.Suppression.Kind, "accepted", f.Suppression.Justification}}
	}
	return out
}

func (s *sarifWriter) artifact(file string) sarifArtifactLocation {
	name, inside := s.names.name(file)
	if !inside {
		return sarifArtifactLocation{URI: fileURL(name)}
	}
	return sarifArtifactLocation{relativeURL(name), baseID}
}

// region has columns only when the file is there to count them in. A finding
// without an end reaches to the end of its line.
func (s *sarifWriter) region(f *Finding) *sarifRegion {
	start, ok := s.sources.column16(f.File, f.Line, f.Column)
	if !ok {
		return &sarifRegion{StartLine: max(f.Line, 1)}
	}
	endLine, endColumn := f.EndLine, f.EndColumn
	end, ok := s.sources.column16(f.File, endLine, endColumn)
	if !ok || endLine < f.Line || endLine == f.Line && end <= start {
		line, _ := s.sources.line(f.File, f.Line)
		endLine, endColumn = f.Line, len(line)+1
		end, _ = s.sources.column16(f.File, endLine, endColumn)
	}
	return &sarifRegion{
		StartLine: f.Line, StartColumn: start, EndLine: endLine, EndColumn: end,
		Snippet: &sarifContent{s.sources.text(f.File, f.Line, f.Column, endLine, endColumn)},
	}
}

// context is the finding with a line before it and after it, for readers that
// do not have the file.
func (s *sarifWriter) context(f *Finding) *sarifRegion {
	first, last := max(f.Line-1, 1), min(max(f.Line, f.EndLine)+1, len(s.sources.lines(f.File)))
	if last <= f.Line-1 {
		return nil
	}
	text := strings.Join(s.sources.lines(f.File)[first-1:last], "")
	return &sarifRegion{StartLine: first, EndLine: last, Snippet: &sarifContent{text}}
}

// fixes leaves out a fix with a place that cannot be found: half of one, or one
// at a column that is only near, would break the code.
func (s *sarifWriter) fixes(f *Finding) (out []sarifFix) {
	for _, fix := range f.Fixes {
		if changes, ok := s.changes(fix.Edits); ok && len(changes) > 0 {
			out = append(out, sarifFix{sarifText{Text: fix.Message}, changes})
		}
	}
	return out
}

func (s *sarifWriter) changes(edits []Edit) (changes []sarifChange, ok bool) {
	for _, e := range edits {
		start, startOK := s.sources.column16(e.File, e.Line, e.Column)
		end, endOK := s.sources.column16(e.File, e.EndLine, e.EndColumn)
		if !startOK || !endOK {
			return nil, false
		}
		artifact := s.artifact(e.File)
		i := slices.IndexFunc(changes, func(c sarifChange) bool { return c.Artifact == artifact })
		if i < 0 {
			i = len(changes)
			changes = append(changes, sarifChange{Artifact: artifact})
		}
		changes[i].Replacements = append(changes[i].Replacements, sarifReplacement{
			sarifRegion{StartLine: e.Line, StartColumn: start, EndLine: e.EndLine, EndColumn: end}, sarifContent{e.NewText},
		})
	}
	return changes, true
}

// invocation says how the run went. It failed when something that was asked
// for is missing from the results; findings are no failure.
func (s *sarifWriter) invocation(r *Report, opt Options) sarifInvocation {
	in := sarifInvocation{
		ExecutionSuccessful: true, ExitCode: opt.ExitCode,
		WorkingDirectory: sarifArtifactLocation{URI: directoryURL(opt.Dir)},
	}
	for _, n := range r.NotAnalyzed {
		note := sarifNotification{
			Level:   rule.Note.String(),
			Message: sarifText{Text: "not analyzed: " + cmp.Or(n.Package, n.File) + ": " + n.Reason},
		}
		if n.Incomplete {
			in.ExecutionSuccessful = false
			note.Level = rule.Error.String()
		}
		if n.File != "" {
			note.Locations = []sarifLocation{{Physical: sarifPhysical{Artifact: s.artifact(n.File)}}}
		}
		in.Notifications = append(in.Notifications, note)
	}
	return in
}

// directoryURL ends in a slash, so that names can be resolved against it.
func directoryURL(dir string) string {
	return strings.TrimSuffix(fileURL(filepath.ToSlash(dir)), "/") + "/"
}
