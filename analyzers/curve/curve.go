package curve

import (
	"fmt"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// Analyzer reports the rules of this package; its result is a finding.List.
var Analyzer = &analysis.Analyzer{
	Name:             "zmqcurve",
	Doc:              "check that ZeroMQ sockets on the network are protected by CURVE\n\nSee the documentation of the package.",
	URL:              "https://github.com/zmqlint/zmqlint/tree/main/docs/rules",
	Requires:         []*analysis.Analyzer{sockets.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[finding.List](),
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	res, _ := pass.ResultOf[sockets.Analyzer].(*sockets.Result)
	if res == nil {
		return finding.List(nil), nil
	}
	c := &checker{pass: pass, res: res}
	for _, o := range res.Opens {
		c.opening(o)
	}
	for _, s := range res.Settings {
		c.late(s)
	}
	for _, call := range res.Calls {
		c.dropped(call)
		c.keys(call)
	}
	c.authenticator()
	return finding.Report(pass, c.found), nil
}

// checker collects the findings of one package.
type checker struct {
	pass   *analysis.Pass
	res    *sockets.Result
	found  finding.List
	mended []mended
}

// report adds a finding at an opening. Unknown rule names cannot happen: the
// tests hold each against the metadata.
func (c *checker) report(name string, o *sockets.Opening, may bool, format string, args ...any) {
	c.found = append(c.found, finding.At(name, o, may, fmt.Sprintf(format, args...)))
}

// reportCall adds a finding at another call.
func (c *checker) reportCall(name string, call *sockets.Call, format string, args ...any) {
	c.found = append(c.found, finding.AtCall(name, call, fmt.Sprintf(format, args...)))
}

// severity is error for a bind, which waits for anyone, and warning for a
// connect.
func severity(o *sockets.Opening) rule.Severity {
	if o.Bind {
		return rule.Error
	}
	return rule.Warning
}
