package sockopt

import (
	"fmt"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Analyzer reports the rules of this package; its result is a finding.List.
var Analyzer = &analysis.Analyzer{
	Name:             "zmqsockopt",
	Doc:              "check the socket options of ZeroMQ sockets: missing limits, late or weak options, wrong units\n\nSee the documentation of the package.",
	URL:              "https://github.com/zmqlint/zmqlint/tree/main/docs/rules",
	Requires:         []*analysis.Analyzer{sockets.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[finding.List](),
	RunDespiteErrors: true,
}

var undocumented bool

func init() {
	Analyzer.Flags.BoolVar(&undocumented, "undocumented", false, "report security-relevant setters without a comment (undocumented-option)")
}

func run(pass *analysis.Pass) (any, error) {
	res, _ := pass.ResultOf[sockets.Analyzer].(*sockets.Result)
	if res == nil {
		return finding.List(nil), nil
	}
	c := &checker{pass: pass, cfg: config.For(pass), res: res, comments: comments(pass)}
	for _, o := range res.Opens {
		c.missing(o)
		c.streams(o)
	}
	c.repair()
	for _, s := range res.Settings {
		c.setting(s)
	}
	for _, call := range res.Calls {
		c.units(call)
		if call.Name == "SetMaxMsgsz" && call.Kind == zmqapi.KindSetContextOption {
			c.report("noop-option", call, "SetMaxMsgsz on a Context limits nothing: libzmq stores the value and never checks it; use SetMaxmsgsize on the socket")
		}
	}
	return finding.Report(pass, c.found), nil
}

type checker struct {
	pass     *analysis.Pass
	cfg      *config.Config
	res      *sockets.Result
	found    finding.List
	comments map[string]map[int]bool // lines that a comment speaks of, by file
	repairs  []*repair
}

func (c *checker) report(name string, call *sockets.Call, format string, args ...any) {
	c.found = append(c.found, finding.AtCall(name, call, fmt.Sprintf(format, args...)))
}

// setting judges one call that sets options: by its value first, then by its
// time. One of these rules at most speaks of a call, the most telling; that an
// error is dropped is another matter.
func (c *checker) setting(s *sockets.Setting) {
	var late *finding.Fix
	if s.Option != zmqapi.NoOption {
		_ = c.invalid(s) || c.weak(s) || c.noop(s) || c.late(s, &late) || c.ignored(s)
		c.privileged(s)
	}
	c.document(s)
	if s.ErrorDropped && protective.Has(s.Option) {
		c.report("unchecked-option", s.Call, "the error of %s is dropped: when it fails, %s stays as it was", s.Name, s.Option)
		if c.found[len(c.found)-1].Fix = late; late == nil { // which looks at the error, too
			c.checkError(s)
		}
	}
}

// checkError has the error of the call just reported looked at.
func (c *checker) checkError(s *sockets.Setting) {
	if s.Expr == nil {
		return
	}
	if edits, ok := fix.Check(c.pass, s.Expr, "set "+s.Option.String()); ok {
		c.found[len(c.found)-1].Fix = &finding.Fix{Message: "handle the error of " + s.Name, Edits: edits}
	}
}

// protective are the options that limit what a peer can do.
var protective = zmqapi.SetOf(zmqapi.MaxMsgSize, zmqapi.RcvHWM, zmqapi.SndHWM, zmqapi.Linger, zmqapi.TCPKeepalive,
	zmqapi.HeartbeatIvl, zmqapi.HeartbeatTimeout, zmqapi.HandshakeIvl)
