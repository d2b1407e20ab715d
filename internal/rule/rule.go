// Package rule describes every rule of zmqlint: its name, severity and
// weakness ids, what it reports and why, when it stays quiet, how to mend the
// code, and a bad and a good example.
//
// The description is data that several readers share: `zmqlint rules` and
// `zmqlint explain`, the pages in docs/rules, the URL in each diagnostic and
// the severity in each report. There is one file per analyzer, and the rules
// stand in it in the order in which they are listed.
package rule

//go:generate go run ./gen -dir ../../docs/rules

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
)

// Rule describes one rule.
type Rule struct {
	Name         string // "no-curve": in messages, in configuration and in suppressions
	Title        string // one line, without a full stop
	Analyzer     string // the analyzer that reports it: curve, sockopt, recvloop, version, exposure, suppression
	Severity     Severity
	SeverityNote string   // when findings of the rule can have another severity: which
	CWE          []string // "CWE-319"
	Default      bool     // on unless the configuration turns it off
	Planned      bool     // described, but no analyzer reports it yet
	Since        string   // first version of zmqlint that reports it; empty when planned
	Offer        Offer
	Doc          Doc

	// Bad has the defect of this rule and no other; Good is the same code
	// without it. Both are complete files in the language that Lang names.
	Bad, Good string
	Lang      string // "go", or "text" for what is not in a Go file
}

// Offer is the fix that zmqlint offers for findings of a rule.
type Offer struct {
	Does     string // empty when there is none
	Decision bool   // somebody has to decide or provide something before it is right
}

// Kind is "yes", "decision" or "no".
func (o Offer) Kind() string {
	switch {
	case o.Does == "":
		return "no"
	case o.Decision:
		return "decision"
	}
	return "yes"
}

// Doc is the text of a rule's page, in Markdown.
type Doc struct {
	Reports string   // what is reported
	Why     string   // the attack or the failure
	Silent  string   // what is deliberately not reported
	Fix     string   // how to mend it
	Sources []string // manual pages, specifications, advisories
}

//go:embed _examples
var exampleFiles embed.FS

var rules = complete(slices.Concat(curveRules, sockoptRules, recvloopRules, versionRules, exposureRules, suppressRules))

// complete fills in what the tables leave out because it is the same for most
// rules, and the examples.
func complete(rules []Rule) []Rule {
	for i := range rules {
		r := &rules[i]
		if !r.Planned {
			r.Since = cmp.Or(r.Since, "0.1.0")
		}
		r.Bad, r.Lang = example(r.Name, "bad")
		r.Good, _ = example(r.Name, "good")
	}
	return rules
}

// example returns an example and its language. A missing one is an empty
// string here, and an error in the tests.
func example(name, kind string) (text, lang string) {
	dir := "_examples/" + name + "/" + kind
	if b, err := exampleFiles.ReadFile(dir + "/main.go"); err == nil {
		return string(b), "go"
	}
	b, _ := exampleFiles.ReadFile(dir + ".txt")
	return string(b), "text"
}

// All returns every rule, analyzer by analyzer. The slice is the caller's.
func All() []Rule { return slices.Clone(rules) }

// Lookup returns the rule of that name.
func Lookup(name string) (*Rule, bool) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return nil, false
	}
	r := rules[i]
	return &r, true
}

// URL returns the address of the page of the rule of that name.
func URL(name string) string {
	return fmt.Sprintf("https://github.com/zmqlint/zmqlint/blob/main/docs/rules/%s.md", name)
}
