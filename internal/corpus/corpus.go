// Package corpus measures zmqlint against public repositories whose findings
// are known: for each repository it compares what zmqlint reports with labels
// made by hand, and counts precision and recall.
//
// The data is in the corpus folder of the project, and its README describes
// the format. The repositories themselves are not: whoever runs this brings
// checkouts, and SETUP.tsv says how each is made ready and analysed.
//
// Only what somebody looked at is counted. A label set says which rules were
// labelled in a repository, because a rule that nobody looked for has no label
// where it is right, and each of its findings would be taken for a mistake.
package corpus

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Verdict is what a label says about a place.
type Verdict string

// The verdicts of labels.
const (
	Yes    Verdict = "yes"    // to be reported
	May    Verdict = "may"    // to be reported: unprotected on some paths only
	No     Verdict = "no"     // must stay silent, although it looks as if it need not
	Unsure Verdict = "unsure" // counts neither way
)

// Expected reports whether a finding is due at the place of the label.
func (v Verdict) Expected() bool { return v == Yes || v == May }

// Label is what a reader found at one place for one rule.
type Label struct {
	File    string // relative to the repository, with slashes
	Line    int
	Rule    string
	Verdict Verdict
	Detail  string // for missing-options: the exact set
	Why     string
}

// Run is one call of zmqlint. A repository has one for each module, set of
// build tags or list of files, and their findings are put together.
type Run struct {
	Dir      string   // where to run, relative to the repository
	Patterns []string // packages or files
	Tags     string
	Env      []string // "GOWORK=off"; GOFLAGS is added to the one that is there
	Prepare  []string // steps that make the module fit for the go command: see Prepare
}

// Repo is one labelled repository.
type Repo struct {
	Name   string // OWNER+NAME
	Commit string
	Use    string   // "tune", or "heldout": only measured, never looked at to mend a rule
	Rules  []string // the rules that were labelled
	Runs   []Run
	Labels []Label
}

// Load reads the corpus: PINS, RULES.tsv, SETUP.tsv and a file of labels for
// each repository.
func Load(fsys fs.FS) ([]Repo, error) {
	sets := map[string][]string{}
	err := readTable(fsys, "RULES.tsv", "rules\trule", func(f []string) error {
		sets[f[0]] = append(sets[f[0]], f[1])
		return nil
	})
	if err != nil {
		return nil, err
	}
	runs := map[string][]Run{}
	err = readTable(fsys, "SETUP.tsv", "repo\tdir\tpatterns\ttags\tenv\tprepare", func(f []string) error {
		run, err := parseRun(f)
		runs[f[0]] = append(runs[f[0]], run)
		return err
	})
	if err != nil {
		return nil, err
	}
	var repos []Repo
	err = readTable(fsys, "PINS", "repo\tcommit\tuse\trules", func(f []string) error {
		r := Repo{Name: f[0], Commit: f[1], Use: f[2], Rules: sets[f[3]], Runs: runs[f[0]]}
		switch {
		case r.Use != "tune" && r.Use != "heldout":
			return fmt.Errorf("use %q is neither tune nor heldout", r.Use)
		case len(r.Rules) == 0:
			return fmt.Errorf("no set of rules %q in RULES.tsv", f[3])
		case len(r.Runs) == 0:
			return fmt.Errorf("%s has no line in SETUP.tsv", r.Name)
		}
		r.Labels, err = loadLabels(fsys, r)
		repos = append(repos, r)
		return err
	})
	return repos, err
}

// parseRun takes a line of SETUP.tsv, where "-" stands for nothing.
func parseRun(f []string) (Run, error) {
	field := func(i int) string {
		if f[i] == "-" {
			return ""
		}
		return f[i]
	}
	run := Run{Dir: f[1], Patterns: strings.Fields(field(2)), Tags: field(3), Env: strings.Fields(field(4))}
	if !fs.ValidPath(run.Dir) {
		return run, fmt.Errorf("folder %q is not inside the repository", run.Dir)
	}
	if len(run.Patterns) == 0 {
		return run, fmt.Errorf("no patterns")
	}
	for _, e := range run.Env {
		if !strings.Contains(e, "=") {
			return run, fmt.Errorf("environment %q is not NAME=VALUE", e)
		}
	}
	for step := range strings.SplitSeq(field(5), ";") {
		if step = strings.TrimSpace(step); step != "" {
			run.Prepare = append(run.Prepare, step)
		}
	}
	return run, nil
}

func loadLabels(fsys fs.FS, r Repo) ([]Label, error) {
	var labels []Label
	err := readTable(fsys, r.Name+".tsv", "repo\tfile\tline\trule\tverdict\tdetail\twhy", func(f []string) error {
		line, err := strconv.Atoi(f[2])
		l := Label{File: f[1], Line: line, Rule: f[3], Verdict: Verdict(f[4]), Detail: f[5], Why: f[6]}
		switch {
		case err != nil || line < 1:
			return fmt.Errorf("line number %q", f[2])
		case f[0] != r.Name:
			return fmt.Errorf("label of %q", f[0])
		case path.Clean(l.File) != l.File || path.IsAbs(l.File):
			return fmt.Errorf("path %q is not relative to the repository", l.File)
		case !slices.Contains(r.Rules, l.Rule):
			return fmt.Errorf("rule %q is not in the repository's set of rules", l.Rule)
		case !slices.Contains([]Verdict{Yes, May, No, Unsure}, l.Verdict):
			return fmt.Errorf("verdict %q", l.Verdict)
		}
		labels = append(labels, l)
		return nil
	})
	slices.SortStableFunc(labels, func(a, b Label) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule))
	})
	return labels, err
}

// readTable calls line for each line of a tab-separated file after its header.
// Fields are taken as they stand: a detail can have quotes in it, which
// encoding/csv would treat as its own.
func readTable(fsys fs.FS, name, header string, line func(fields []string) error) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	if lines[0] != header {
		return fmt.Errorf("%s:1: header is %q, want %q", name, lines[0], header)
	}
	width := strings.Count(header, "\t") + 1
	for i, l := range lines[1:] {
		fields := strings.Split(l, "\t")
		if len(fields) != width {
			return fmt.Errorf("%s:%d: %d fields, want %d", name, i+2, len(fields), width)
		}
		if err := line(fields); err != nil {
			return fmt.Errorf("%s:%d: %w", name, i+2, err)
		}
	}
	return nil
}
