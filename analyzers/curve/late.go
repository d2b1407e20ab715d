package curve

import (
	"fmt"
	"slices"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// lateOptions act on later opens only; set after the last one they do nothing.
var lateOptions = curveOptions.With(zmqapi.ZAPDomain)

// late reports a CURVE or ZAP option that is set when the socket is open, was
// not set before, and is not followed by another open.
func (c *checker) late(s *sockets.Setting) {
	opts := zmqapi.SetOf(s.Sets...).With(s.Option).Inter(lateOptions)
	if opts.Empty() || len(s.Contexts) == 0 {
		return
	}
	// A setter in a loop finds what it set itself the turn before. Nothing
	// opens the socket after a late turn, so the others are as late.
	for _, u := range s.Contexts {
		if !slices.ContainsFunc(s.Contexts, func(l *sockets.Use) bool { return isLate(l, opts) && sameSocket(l, u) }) {
			return
		}
	}
	what := "CURVE"
	if opts.Inter(curveOptions).Empty() {
		what = "a ZAP domain"
	}
	c.reportCall("late-curve", s.Call, "%s comes after the %s: it acts on later binds and connects only, so what is open stays without %s", s.Name, c.openedBefore(s), what)
}

// isLate asks for an open on some path only: where the list of endpoints is
// empty, the options are of no use either.
func isLate(u *sockets.Use, opts zmqapi.OptionSet) bool {
	return u.Before.Phase != 0 && u.Known() && !u.Reopened && u.Before.Must.Inter(opts).Empty() && u.Reach&(sockets.Network|sockets.NotKnown) != 0
}

// openedBefore names the open that the setter is late for.
func (c *checker) openedBefore(s *sockets.Setting) string {
	for _, o := range c.res.Opens {
		if !o.Endpoint.Remote() {
			continue
		}
		for _, u := range o.Contexts {
			if sameSocket(u, s.Contexts[0]) {
				return fmt.Sprintf("%s is %s %s", o.Subject(), o.Verb(), o.Where())
			}
		}
	}
	return "socket is opened"
}

// opensLater reports whether CURVE is set after the open on every socket of
// the opening: late-curve speaks of that.
func (c *checker) opensLater(o *sockets.Opening) bool {
	if len(o.Contexts) == 0 {
		return false
	}
	for _, u := range o.Contexts {
		if !u.Before.May.Inter(curveOptions).Empty() || !u.Known() || !c.setLater(u) {
			return false
		}
	}
	return true
}

func (c *checker) setLater(u *sockets.Use) bool {
	if u.Reopened {
		return false
	}
	if !u.After.Inter(curveOptions).Empty() {
		return true
	}
	for _, s := range c.res.Settings {
		if zmqapi.SetOf(s.Sets...).With(s.Option).Inter(curveOptions).Empty() {
			continue
		}
		for _, su := range s.Contexts {
			if sameSocket(u, su) && isLate(su, curveOptions) {
				return true
			}
		}
	}
	return false
}

func sameSocket(a, b *sockets.Use) bool {
	return slices.ContainsFunc(a.Origins, func(o *sockets.Origin) bool { return slices.Contains(b.Origins, o) })
}
