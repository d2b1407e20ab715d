package load

import (
	"go/build/constraint"
	"strings"
	"testing"
)

// tagged hides zmq4 in all the ways there are.
var tagged = mod + `
-- plain/p.go --
package plain
-- mixed/m.go --
package mixed
-- mixed/zmq.go --
//go:build zmq

` + clientOf("mixed") + `
-- mixed/nozmq.go --
//go:build !zmq

package mixed
-- whole/w.go --
// Copyright

// +build zmq,extra

` + clientOf("whole") + `
-- ignored/tool.go --
//go:build ignore

` + clientOf("main") + `
-- windows/x_windows.go --
` + clientOf("windows") + `
-- windows/y.go --
//go:build plan9 || windows

` + clientOf("windows") + `
-- uses/u.go --
package uses

import _ "example.com/m/mixed"
-- testdata/t.go --
//go:build zmq

` + clientOf("testdata") + `
-- vendored/_skip/t.go --
//go:build zmq

` + clientOf("skip") + `
-- tests/t.go --
package tests
-- tests/t_zmq_test.go --
//go:build zmq

` + clientOf("tests")

const taggedProblems = `
excluded by platform||windows/x_windows.go|
excluded by platform||windows/y.go|
excluded by build tags||ignored/tool.go|ignore
`

func TestExcluded(t *testing.T) {
	dir := tree(t, tagged)
	env := offline("GOOS=linux", "GOARCH=amd64")
	for _, tt := range []struct{ tags, goflags, packages, problems string }{
		{"", "", "", taggedProblems + `
excluded by build tags||whole/w.go|extra,zmq
excluded by build tags|example.com/m/mixed|mixed/zmq.go|zmq
`},
		{"zmq", "", "example.com/m/mixed example.com/m/uses", taggedProblems + "excluded by build tags||whole/w.go|extra\n"},
		{"zmq,extra", "", "example.com/m/mixed example.com/m/uses example.com/m/whole", taggedProblems},
		{"", "-tags=zmq", "example.com/m/mixed example.com/m/uses", taggedProblems + "excluded by build tags||whole/w.go|extra\n"},
		{AllZMQ, "", "example.com/m/mixed example.com/m/uses example.com/m/whole", taggedProblems},
		{AllZMQ, "-tags=extra", "example.com/m/mixed example.com/m/uses example.com/m/whole", taggedProblems},
	} {
		res := load(t, Config{Dir: dir, Tags: tt.tags, Env: append(env, "GOFLAGS="+tt.goflags)})
		what := tt.tags + " " + tt.goflags
		equal(t, what+": packages", ids(res.Packages), tt.packages)
		equal(t, what+": problems", sortLines(problems(res, dir)), sortLines(tt.problems))
	}
	res := load(t, Config{Dir: dir, Tests: true, Patterns: []string{"./tests"}})
	equal(t, "tests", problems(res, dir), "excluded by build tags|example.com/m/tests|tests/t_zmq_test.go|zmq")

	// A pattern that matches nothing but excluded files is no mistake.
	res = load(t, Config{Dir: dir, Patterns: []string{"./whole/..."}})
	equal(t, "whole", problems(res, dir), "excluded by build tags||whole/w.go|extra,zmq")
	res = load(t, Config{Dir: dir, Patterns: []string{"./whole"}})
	equal(t, "whole, by name", problems(res, dir), "excluded by build tags|example.com/m/whole|whole/w.go|extra,zmq")
	// Named files are built whatever their constraints say.
	res = load(t, Config{Dir: dir, Patterns: []string{"ignored/tool.go"}})
	equal(t, "ignored", ids(res.Packages), "command-line-arguments")

	res = load(t, Config{Dir: dir, Env: append(env, "GOOS=windows")})
	equal(t, "GOOS=windows", ids(res.Packages), "example.com/m/windows")
}

// Variants share the packages that are the same in all of them.
func TestVariantsShare(t *testing.T) {
	dir := tree(t, mod+`
-- same/s.go --
`+clientOf("same")+`
-- a/a.go --
package a

import "example.com/m/same"

func F() { same.Open() }
-- a/a1.go --
//go:build one

package a

import "github.com/pebbe/zmq4"

var One = zmq4.PUB
-- a/a2.go --
//go:build two

package a

import "github.com/pebbe/zmq4"

var Two = zmq4.PUB
`)
	res := load(t, Config{Dir: dir, Tags: AllZMQ})
	equal(t, "packages", ids(res.Packages), "example.com/m/a example.com/m/a example.com/m/a example.com/m/same")
	same := res.Load[0]
	for _, p := range res.Packages {
		if p.PkgPath == "example.com/m/a" && p.Imports["example.com/m/same"] != same {
			t.Errorf("%s %v has its own copy of same", p.ID, p.GoFiles)
		}
	}
}

func TestBringsIn(t *testing.T) {
	l := &loader{env: goEnv{GOOS: "linux", GOARCH: "amd64", GOVERSION: "go1.26.8"}}
	for _, tt := range []struct{ tags, line, want string }{
		{"", "zmq", "zmq"},
		{"", "zmq && !nozmq", "zmq"},
		{"", "zmq || (a && b)", "zmq"},
		{"", "a && b", "a,b"},
		{"a", "a && b", "b"},
		{"", "linux && zmq", "zmq"},
		{"", "unix && cgo && zmq && go1.20", "zmq"},
		{"", "windows && zmq", ""},
		{"", "go1.99 && zmq", ""},
		{"nozmq", "!nozmq", ""},
		{"", "linux", ""},
	} {
		expr, err := constraint.Parse("//go:build " + tt.line)
		if err != nil {
			t.Fatal(err)
		}
		tags, _ := splitTags(tt.tags)
		if got := strings.Join(bringsIn(l.buildContext(tags), expr), ","); got != tt.want {
			t.Errorf("%s with %q: %q, want %q", tt.line, tt.tags, got, tt.want)
		}
	}
}

func TestTagsOf(t *testing.T) {
	for goflags, want := range map[string]string{
		"": "", "-mod=mod": "", "-tags=a": "a", "-mod=mod --tags=a,b": "a b", "'-tags=a b'": "a", "-tags=a -tags=c": "c",
	} {
		if got := strings.Join(tagsOf(goflags), " "); got != want {
			t.Errorf("%q: %q, want %q", goflags, got, want)
		}
	}
}

func TestTests(t *testing.T) {
	dir := tree(t, mod+`
-- a/a.go --
package a
-- a/a_test.go --
`+clientOf("a")+`
-- a/x_test.go --
`+clientOf("a_test")+`
-- b/b.go --
`+clientOf("b")+`
-- b/b_test.go --
package b

var _, _ = Open()
`)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m/b")
	res = load(t, Config{Dir: dir, Tests: true})
	equal(t, "with tests", ids(res.Packages), "example.com/m/a [example.com/m/a.test] example.com/m/a_test [example.com/m/a.test] example.com/m/b example.com/m/b [example.com/m/b.test]")
	for _, p := range res.Load {
		if strings.Contains(p.ID, "zmq4") {
			t.Errorf("%s is loaded", p.ID)
		}
	}
}
