// Package report writes what a run found. Report is what all formats have in
// common; each format has a file of its own, and an entry in formats.
package report

import "github.com/zmqlint/zmqlint/internal/rule"

// Report is the outcome of one run. Its JSON form is documented by
// docs/zmqlint.schema.json and is part of the interface of the command.
type Report struct {
	Findings    []Finding     `json:"findings"`
	Suppressed  []Finding     `json:"suppressed,omitempty"` // found, and not to be reported: each has its Suppression
	NotAnalyzed []NotAnalyzed `json:"notAnalyzed"`
	Stats       Stats         `json:"stats"`
}

// Finding is one defect, at a place in a file. Lines and columns count from 1,
// columns in bytes, as the go command does; the end is exclusive.
type Finding struct {
	Rule       string        `json:"rule"`
	Severity   rule.Severity `json:"severity"`
	CWE        []string      `json:"cwe,omitempty"`
	Verdict    string        `json:"verdict,omitempty"` // May, or empty
	File       string        `json:"file"`              // relative to the working directory when inside it
	Line       int           `json:"line"`
	Column     int           `json:"column"`
	EndLine    int           `json:"endLine"`
	EndColumn  int           `json:"endColumn"`
	Message    string        `json:"message"`           // without the trailing "(rule)"
	Missing    []string      `json:"missing,omitempty"` // names of options
	SocketType string        `json:"socketType,omitempty"`
	Endpoint   string        `json:"endpoint,omitempty"`
	Function   string        `json:"function,omitempty"`
	Package    string        `json:"package"`
	Fixable    bool          `json:"fixable"`
	URL        string        `json:"url"`
	// Fingerprint is the same when the code moves, its file is renamed or it
	// is formatted anew.
	Fingerprint string       `json:"fingerprint,omitempty"`
	Fixes       []Fix        `json:"fixes,omitempty"`
	Suppression *Suppression `json:"suppression,omitempty"`

	By string `json:"-"` // tells findings of one rule at one call apart
}

// Suppression says why a finding is not reported.
type Suppression struct {
	Kind          string `json:"kind"` // InSource or External, as in SARIF
	Justification string `json:"justification"`
}

// The kinds of suppressions: a directive in the code, and a baseline.
const (
	InSource = "inSource"
	External = "external"
)

// Fix is a change that mends a finding.
type Fix struct {
	Message string `json:"message"`
	// Decision is what has to be decided or provided before the change is right;
	// empty when it is right as it is.
	Decision string `json:"decision,omitempty"`
	Edits    []Edit `json:"edits"`
}

// Edit replaces a range of a file, end exclusive; lines and columns as in
// Finding.
type Edit struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	NewText   string `json:"newText"`
}

// May is the verdict on a defect that is there on some paths only.
const May = "may"

// NotAnalyzed is a package or a file that the findings do not cover, or not
// in full.
type NotAnalyzed struct {
	Package string `json:"package,omitempty"`
	File    string `json:"file,omitempty"`
	Reason  string `json:"reason"`

	Incomplete bool `json:"-"` // it was asked for, so the run is not complete
}

// Stats counts what was looked at and what came of it.
type Stats struct {
	Matched  int `json:"matched"`  // packages that the patterns match
	Analyzed int `json:"analyzed"` // those of them that reach zmq4
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
	Unknown  int `json:"unknown"` // places that could not be followed, on which nothing is said
}

// Count fills in the numbers of findings by severity.
func (r *Report) Count() {
	r.Stats.Errors, r.Stats.Warnings, r.Stats.Notes = 0, 0, 0
	for _, f := range r.Findings {
		switch f.Severity {
		case rule.Error:
			r.Stats.Errors++
		case rule.Warning:
			r.Stats.Warnings++
		default:
			r.Stats.Notes++
		}
	}
}
