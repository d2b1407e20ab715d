package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// GitLab writes a Code Quality report, which GitLab shows in merge requests:
// the part of the Code Climate format that it reads.
func GitLab(w io.Writer, r *Report, opt Options) error {
	issues := []codeQuality{} // an empty list is [], not null
	names := newNames(opt.Dir)
	seen := map[string]int{}
	for _, f := range r.Findings {
		path := names.short(f.File)
		issues = append(issues, codeQuality{
			Description: f.Message,
			CheckName:   f.Rule,
			Fingerprint: unique(seen, &f, path),
			Severity:    codeQualitySeverity[f.Severity],
			Location:    codeLocation{path, codeLines{f.Line, max(f.Line, f.EndLine)}},
		})
	}
	return encode(w, issues)
}

type codeQuality struct {
	Description string       `json:"description"`
	CheckName   string       `json:"check_name"`
	Fingerprint string       `json:"fingerprint"`
	Severity    string       `json:"severity"`
	Location    codeLocation `json:"location"`
}

type codeLocation struct {
	Path  string    `json:"path"`
	Lines codeLines `json:"lines"`
}

type codeLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

var codeQualitySeverity = map[rule.Severity]string{rule.Error: "critical", rule.Warning: "major", rule.Note: "info"}

// unique returns the finding's fingerprint, or makes one without the line.
// GitLab shows one issue of several with the same.
func unique(seen map[string]int, f *Finding, path string) string {
	id := f.Fingerprint
	if id == "" {
		id = fmt.Sprintf("%q", []string{f.Rule, path, f.Function, f.Message})
	}
	seen[id]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", id, seen[id]))
	return hex.EncodeToString(sum[:16])
}
