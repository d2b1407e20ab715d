package sockopt

import (
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// late reports an option that acts on later opens only, set when every path
// has opened the socket, not set before, and not followed by another open.
// CURVE and ZAP options are late-curve's.
func (c *checker) late(s *sockets.Setting, mended **finding.Fix) bool {
	info := s.Option.Info()
	if len(s.Contexts) == 0 || s.Security || info.When == zmqapi.AtOnce || info.When == zmqapi.NextConnect {
		return false
	}
	for _, u := range s.Contexts {
		open, bound := u.Before.Opened()
		if info.When == zmqapi.HighWater {
			open = bound
		}
		if !open || !u.Known() || u.Reopened || u.Before.Must.Has(s.Option) || u.Reach == sockets.Inproc {
			return false
		}
	}
	if info.When == zmqapi.HighWater {
		c.report("late-option", s.Call, "%s after the %s was bound: connections accepted from here on keep the %s that was set before the bind", s.Name, subject(s), s.Option)
	} else {
		c.report("late-option", s.Call, "%s after the %s was opened: %s acts on later binds and connects only", s.Name, subject(s), s.Option)
	}
	*mended = c.earlier(s)
	c.found[len(c.found)-1].Fix = *mended
	return true
}

// earlier sets the option before the first open of the socket in the same list of
// statements.
func (c *checker) earlier(s *sockets.Setting) *finding.Fix {
	if s.Expr == nil {
		return nil
	}
	q := fix.At(c.pass, s.Expr)
	if q == nil {
		return nil
	}
	recv := q.Receiver(s.Expr)
	if recv == nil {
		return nil
	}
	for _, o := range c.res.Opens {
		if o.Expr == nil || o.By != "" || o.Pos > s.Pos {
			continue
		}
		p := fix.At(c.pass, o.Expr)
		if p == nil {
			continue
		}
		if at := p.Receiver(o.Expr); at == nil || p.Text(at) != q.Text(recv) {
			continue
		}
		if p = p.In(q); p == nil || p.Stmt == q.Stmt || !p.Reaches(q, recv) {
			continue
		}
		p.About = "set " + s.Option.String()
		edits, ok := q.Move(p, s.Expr, func() (fix.Handling, bool) { return p.Handling(o.Expr) })
		if !ok {
			return nil
		}
		return &finding.Fix{Message: "set " + s.Option.String() + " before the socket is opened", Edits: edits}
	}
	return nil
}
