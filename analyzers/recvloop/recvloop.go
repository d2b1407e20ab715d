package recvloop

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Analyzer reports the rules of this package; its result is a finding.List.
var Analyzer = &analysis.Analyzer{
	Name:             "zmqrecvloop",
	Doc:              "check loops that receive from ZeroMQ sockets: no limit, no bound, no wait, no end\n\nSee the documentation of the package.",
	URL:              "https://github.com/zmqlint/zmqlint/tree/main/docs/rules",
	Requires:         []*analysis.Analyzer{sockets.Analyzer},
	Run:              analyze,
	ResultType:       reflect.TypeFor[finding.List](),
	RunDespiteErrors: true,
}

func analyze(pass *analysis.Pass) (any, error) {
	res, _ := pass.ResultOf[sockets.Analyzer].(*sockets.Result)
	if res == nil || len(res.Loops) == 0 {
		return finding.List(nil), nil
	}
	var certain, may finding.List
	worlds, given := newWorlds(res.Loops, config.For(pass)), names{}
	for _, l := range res.Loops {
		c := &checker{loop: l, worlds: worlds, pass: pass, fset: pass.Fset, given: given}
		c.check()
		for _, f := range c.found {
			if f.May {
				may = append(may, f)
			} else {
				certain = append(certain, f)
			}
		}
	}
	// Of findings at one place the first is kept: two loops can call what starts
	// a goroutine for each, and a generic function has a loop for each instance.
	return finding.Report(pass, append(certain, may...)), nil
}

// checker judges one loop.
type checker struct {
	loop   *sockets.Loop
	worlds *worlds
	pass   *analysis.Pass
	fset   *token.FileSet
	given  names
	found  finding.List
}

func (c *checker) check() {
	turn := c.worlds[arrives].loop(c.loop)
	c.unthrottled(turn)
	c.goroutines(turn)
	c.queues(turn)
	if !c.loop.Handler { // Reactor.Run polls with a time, and ends when its poll fails
		c.busy()
		c.spin()
	}
}

// report adds a finding at the loop.
func (c *checker) report(name string, may bool, format string, args ...any) {
	c.reportAt(name, c.loop.Pos, c.loop.End, may, format, args...)
}

func (c *checker) reportAt(name string, pos, end token.Pos, may bool, format string, args ...any) {
	f := finding.Finding{Rule: name, Pos: pos, End: end, May: may, Message: fmt.Sprintf(format, args...), Function: c.loop.Function}
	if r, ok := rule.Lookup(name); ok {
		f.Severity = r.Severity
	}
	if u := c.socket(); u != nil {
		f.Endpoint = u.Bound.String()
		if !u.Types.Empty() {
			f.SocketType = u.Types.String()
		}
	}
	c.found = append(c.found, f)
}

// reportWithin adds a finding at an instruction that the calls in via lead to,
// or, when it lies in another package than the loop, at the last of them that
// does not. The format has a place for the function that does it then, and one
// for the loop when it is in another function.
func (c *checker) reportWithin(name string, instr ssa.Instruction, via []*ssa.Call, format string) {
	by := ""
	for i := len(via) - 1; i >= 0 && packageOf(instr.Parent()) != packageOf(c.loop.Fn); i-- {
		by = " by " + qualified(instr.Parent())
		instr = via[i]
	}
	loop := ""
	if instr.Parent() != c.loop.Fn {
		loop = fmt.Sprintf(" that the %s at %s receives", c.what(), c.line(c.loop.Pos, instr.Pos()))
	}
	pos, end := statementAt(instr)
	c.reportAt(name, pos, end, false, format, by, loop)
}

// qualified is the name of a function as other packages write it.
func qualified(fn *ssa.Function) string {
	fn = outermost(fn)
	pkg := packageOf(fn)
	if pkg == nil {
		return fn.Name()
	}
	return pkg.Pkg.Name() + "." + fn.RelString(pkg.Pkg)
}

func packageOf(fn *ssa.Function) *ssa.Package {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	return fn.Pkg
}

// what names the loop in messages.
func (c *checker) what() string {
	if c.loop.Handler {
		return "handler"
	}
	return "loop"
}

// messages are the receives that take messages of peers. A REQ socket takes
// one answer to each request of its own.
func (c *checker) messages() (out []*sockets.Receive) {
	for _, r := range c.loop.Receives {
		if !r.Poll && !r.Outside && r.Name != "RecvEvent" && slices.ContainsFunc(r.Sockets, canFlood) {
			out = append(out, r)
		}
	}
	return out
}

// remote are those that take messages from a socket with a network open, or
// with none that is known.
func (c *checker) remote() []*sockets.Receive {
	return slices.DeleteFunc(c.messages(), func(r *sockets.Receive) bool {
		return !slices.ContainsFunc(r.Sockets, func(u *sockets.Use) bool {
			return canFlood(u) && (u.Reach == 0 || u.Reach&(sockets.Network|sockets.NotKnown) != 0)
		})
	})
}

// socket is the socket that messages speak of: a bound one before others.
func (c *checker) socket() (best *sockets.Use) {
	for _, r := range c.messages() {
		for _, u := range r.Sockets {
			if best == nil || u.Bound.Remote() && !best.Bound.Remote() {
				best = u
			}
		}
	}
	return best
}

// flooded are the types that others can send to without being asked.
var flooded = zmqapi.TypesOf(zmqapi.PULL, zmqapi.ROUTER, zmqapi.REP, zmqapi.DEALER, zmqapi.SUB, zmqapi.XSUB,
	zmqapi.XPUB, zmqapi.PAIR, zmqapi.STREAM, zmqapi.SERVER, zmqapi.GATHER, zmqapi.DISH)

func canFlood(u *sockets.Use) bool { return u.Types.Empty() || !u.Types.Inter(flooded).Empty() }

// line says where a position is for somebody who reads at another one.
func (c *checker) line(pos, reader token.Pos) string {
	at, here := c.fset.Position(pos), c.fset.Position(reader)
	if at.Filename != here.Filename {
		return fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
	}
	return fmt.Sprintf("line %d", at.Line)
}

// statementAt is the statement that an instruction is from.
func statementAt(instr ssa.Instruction) (pos, end token.Pos) {
	pos, end = instr.Pos(), instr.Pos()
	root := instr.Parent().Syntax()
	if root == nil {
		return pos, end
	}
	if _, isGo := instr.(*ssa.Go); isGo {
		return pos, pos + token.Pos(len("go"))
	}
	at := instr.Pos()
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || at < n.Pos() || n.End() <= at {
			return false
		}
		switch n.(type) {
		case *ast.AssignStmt, *ast.ExprStmt, *ast.ReturnStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt:
			pos, end = n.Pos(), n.End()
		}
		return true
	})
	return pos, end
}
