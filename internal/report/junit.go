package report

// JUnit has no specification; GitLab, Jenkins and the rest read what Ant and
// Maven write. They follow a test through runs by class and name, so those
// hold no lines: a package is the class, as in other reports about Go, and the
// rule with its function the name.

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
)

// JUnit writes each finding as a failed test, or as a skipped one when it is
// below the level that fails the run. A run without any has one test, which
// passes: an empty report is an error to some readers.
func JUnit(w io.Writer, r *Report, opt Options) error {
	out := junitSuites{Name: "zmqlint"}
	names := newNames(opt.Dir)
	for _, n := range r.NotAnalyzed {
		if n.Incomplete {
			what := cmp.Or(n.Package, n.File)
			out.add(what, junitCase{
				Name: "not analyzed", File: nameIfAny(names, n.File),
				Error: &junitProblem{Type: "not analyzed", Message: what + ": " + n.Reason},
			})
		}
	}
	for _, f := range r.Findings {
		out.add(f.Package, finding(&f, names.short(f.File), opt))
	}
	if len(out.Suites) == 0 {
		out.add("zmqlint", junitCase{Name: "zmqlint"})
	}
	return encodeXML(w, out)
}

func nameIfAny(names names, file string) string {
	if file == "" {
		return ""
	}
	return names.short(file)
}

func finding(f *Finding, file string, opt Options) junitCase {
	c := junitCase{Name: f.Rule, File: file, Line: f.Line}
	if f.Function != "" {
		c.Name += " in " + f.Function
	}
	message := fmt.Sprintf("%s:%d:%d: %s", file, f.Line, f.Column, f.Message)
	if f.Severity < opt.FailOn {
		c.Skipped = &junitProblem{Message: message}
	} else {
		c.Failure = &junitProblem{Type: f.Severity.String(), Message: message, Text: message + " (" + f.Rule + ")\n" + f.URL}
	}
	return c
}

// add puts a test into the suite of that name, under a name of its own.
func (s *junitSuites) add(class string, c junitCase) {
	var suite *junitSuite
	for i := range s.Suites {
		if s.Suites[i].Name == class {
			suite = &s.Suites[i]
		}
	}
	if suite == nil {
		s.Suites = append(s.Suites, junitSuite{Name: class, names: map[string]int{}})
		suite = &s.Suites[len(s.Suites)-1]
	}
	suite.names[c.Name]++
	if n := suite.names[c.Name]; n > 1 {
		c.Name = fmt.Sprintf("%s #%d", c.Name, n)
	}
	c.Class = class
	suite.Cases = append(suite.Cases, c)
	suite.count(&c)
	s.count(&c)
}

type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Cases []junitCase `xml:"testcase"`

	names map[string]int // tests by name
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

func (n *junitCounts) count(c *junitCase) {
	n.Tests++
	switch {
	case c.Failure != nil:
		n.Failures++
	case c.Error != nil:
		n.Errors++
	case c.Skipped != nil:
		n.Skipped++
	}
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitProblem `xml:"skipped"`
}

type junitProblem struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}
