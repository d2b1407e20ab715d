package curve

import (
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// lateOptions act on later opens only; set after the last one they do nothing.
var lateOptions = curveOptions.With(zmqapi.ZAPDomain)

// late reports a CURVE or ZAP option that is set when every path has opened
// the socket, was not set before, and is not followed by another open.
func (c *checker) late(s *sockets.Setting) {
	opts := zmqapi.SetOf(s.Sets...).With(s.Option).Inter(lateOptions)
	if opts.Empty() || len(s.Contexts) == 0 {
		return
	}
	for _, u := range s.Contexts {
		if !isLate(u, opts) {
			return
		}
	}
	c.reportCall("late-curve", s.Call, "%s after the socket was opened: it acts on later binds and connects only, so what is open stays without it", s.Name)
}

func isLate(u *sockets.Use, opts zmqapi.OptionSet) bool {
	open, _ := u.Before.Opened()
	return open && u.Known() && !u.Reopened && u.Before.Must.Inter(opts).Empty() && u.Reach&(sockets.Network|sockets.NotKnown) != 0
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
	for _, x := range a.Origins {
		for _, y := range b.Origins {
			if x == y {
				return true
			}
		}
	}
	return false
}
