package sockopt

import (
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// late reports an option that acts on later opens only, set when every path
// has opened the socket, not set before, and not followed by another open.
// CURVE and ZAP options are late-curve's.
func (c *checker) late(s *sockets.Setting) bool {
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
	return true
}
