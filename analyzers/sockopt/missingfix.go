package sockopt

// The fix of missing-options: each option is set, with its error handled as the
// function handles others, before the socket is opened.
//
// Opens of one socket share one fix, before the first of them: a bind in one
// branch and a connect in the other, the endpoints of a list. An option that is
// set on some paths only gets its default where the socket is made, so that what
// the program sets still holds.

import (
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// repair is what is put in at one place.
type repair struct {
	place    *fix.Place
	call     *ast.CallExpr // the open that it stands before
	recv     ast.Expr      // the socket
	options  zmqapi.OptionSet
	connects bool
	set      bool  // an option of the socket was set before
	findings []int // in checker.found
}

// repairable takes the finding just made into a repair.
func (c *checker) repairable(o *sockets.Opening, g *gaps) {
	if o.By != "" || o.Expr == nil {
		return
	}
	p := fix.At(c.pass, o.Expr)
	if p == nil {
		return
	}
	recv := p.Receiver(o.Expr)
	if recv == nil {
		return
	}
	r := &repair{place: p.OutOfLoops(recv), call: o.Expr, recv: recv, options: g.all, connects: !o.Bind}
	if len(g.sometimes) > 0 {
		if r.place = p.Made(recv); r.place == nil {
			return
		}
	}
	for _, u := range o.Contexts {
		r.set = r.set || !u.Before.May.Inter(protective).Empty()
	}
	c.repairs = append(c.repairs, c.joined(r))
	last := c.repairs[len(c.repairs)-1]
	last.findings = append(last.findings, len(c.found)-1)
}

// joined is the repair that r goes into: one before it on its way with the same
// socket.
func (c *checker) joined(r *repair) *repair {
	for _, earlier := range c.repairs {
		if earlier.place.Text(earlier.recv) == r.place.Text(r.recv) && earlier.place.Reaches(r.place, r.recv) {
			earlier.options = earlier.options.Union(r.options)
			earlier.connects = earlier.connects || r.connects
			earlier.set = earlier.set || r.set
			return earlier
		}
	}
	return r
}

// repair gives the findings their fixes.
func (c *checker) repair() {
	done := map[*repair]bool{}
	for _, r := range c.repairs {
		if done[r] {
			continue
		}
		done[r] = true
		edits, ok := r.edits(c)
		if !ok {
			continue
		}
		var names []string
		for _, a := range asks {
			if r.options.Has(a.option) {
				names = append(names, a.option.String())
			}
		}
		for _, i := range r.findings {
			c.found[i].Fix = &finding.Fix{Message: "set " + sockets.List(names) + " before the socket is opened", Edits: edits}
		}
	}
}

func (r *repair) edits(c *checker) ([]analysis.TextEdit, bool) {
	stmts, edits, ok := r.hardened(c)
	if !ok {
		if stmts, edits, ok = r.setters(c); !ok {
			return nil, false
		}
	}
	edit, ok := r.place.Before(stmts)
	return append(edits, edit), ok
}

// setters are the calls that set the options: checked together where the file
// has what is needed, one by one otherwise.
func (r *repair) setters(c *checker) (stmts string, imports []analysis.TextEdit, ok bool) {
	timeName, imports, ok := timeFor(r.place, r.options)
	if !ok {
		return "", nil, false
	}
	var calls, single []string
	for _, a := range asks {
		if !r.options.Has(a.option) {
			continue
		}
		s := setterOf(a.option, r.connects, c.cfg, timeName)
		call := r.place.Text(r.recv) + "." + s.method + "(" + s.value + ")"
		r.place.About = "set " + a.option.String()
		h, ok := r.place.Handling(r.call)
		if !ok || !r.place.Sets(r.recv, s.method) {
			return "", nil, false
		}
		reason := ""
		if undocumented || c.cfg.On("undocumented-option") {
			reason = "// " + reasons[a.option] + "\n"
		}
		calls, single = append(calls, reason+call), append(single, reason+h.Checked(call))
	}
	r.place.About = ""
	if h, _ := r.place.Handling(r.call); h.Joins() && len(calls) > 1 {
		return h.Checked(calls...), imports, true
	}
	return strings.Join(single, "\n"), imports, true
}

// hardened is the call of zmqsafe that sets all options, in a file that imports
// it. It would undo what the program sets itself, and knows no ceilings.
func (r *repair) hardened(c *checker) (stmts string, imports []analysis.TextEdit, ok bool) {
	name := r.place.Imported(sockets.Zmqsafe)
	if name == "" || r.set || c.cfg.Ceilings.HWM > 0 || c.cfg.Ceilings.MaxMsgSize > 0 || !r.place.IsSocket(r.recv) {
		return "", nil, false
	}
	options := ""
	if r.connects && r.options.Has(zmqapi.MaxMsgSize) {
		options = "MaxMsgSize: 16 << 20"
	}
	h, ok := r.place.Handling(r.call)
	return h.Checked(name + ".Harden(" + r.place.Text(r.recv) + ", " + name + ".Options{" + options + "})"), nil, ok
}
