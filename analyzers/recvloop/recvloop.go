package recvloop

import (
	"fmt"
	"go/token"
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
	if res == nil {
		return finding.List(nil), nil
	}
	cfg := config.For(pass)
	var found finding.List
	for _, l := range res.Loops {
		c := &checker{loop: l, cfg: cfg}
		c.check()
		found = append(found, c.found...)
	}
	return finding.Report(pass, found), nil
}

// checker judges one loop.
type checker struct {
	loop  *sockets.Loop
	cfg   *config.Config
	found finding.List
}

func (c *checker) check() {
	w := newWorld(c.loop, arrives, c.cfg)
	turn := w.loop(c.loop)
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

// bound reports whether a receive takes messages from a socket that is bound
// on the network, or may be.
func (c *checker) bound(r *sockets.Receive) (u *sockets.Use) {
	for _, u := range r.Sockets {
		if canFlood(u) && (u.Bound.Remote() || u.Reach == 0 && c.loop.Program.CanBeBound()) {
			return u
		}
	}
	return nil
}

// unthrottled reports a loop that takes messages as fast as they come.
func (c *checker) unthrottled(turn *run) {
	var worst *sockets.Use
	verdict := always
	for _, r := range c.messages() {
		u := c.bound(r)
		if u == nil || !turn.reached[r.At().Block()] {
			continue
		}
		if l := turn.level(r.At().Block(), 0); l < verdict {
			verdict, worst = l, u
		}
	}
	switch verdict {
	case always:
		return
	case partly:
		c.report("unthrottled-recv", true, "%s is read without a limit on some ways through this %s: a flood of messages that meet no wait is taken as fast as it comes; wait on a rate.Limiter before each receive", subject(worst), c.what())
	default:
		c.report("unthrottled-recv", false, "%s is read as fast as messages come: a flood keeps this %s and all that it calls busy; wait on a rate.Limiter before each receive, or drop what is above a rate", subject(worst), c.what())
	}
}

// subject is "PULL socket bound to tcp://*:5555".
func subject(u *sockets.Use) string {
	s := "socket"
	if !u.Types.Empty() {
		s = u.Types.String() + " socket"
	}
	if u.Reach == 0 {
		return s + ", whose bind or connect is not known here,"
	}
	return s + " bound to " + u.Bound.Words()
}

// stops reports whether a block contains an instruction of a kind.
func stops(b *ssa.BasicBlock, is func(ssa.Instruction) bool) bool {
	for _, instr := range b.Instrs {
		if is(instr) {
			return true
		}
	}
	return false
}
