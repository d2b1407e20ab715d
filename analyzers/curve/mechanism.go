package curve

// Mechanisms in the place of CURVE. The last setter wins: what is left of the
// CURVE set-up behind it are keys that nobody uses.

import (
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

var plainOptions = zmqapi.SetOf(zmqapi.PlainServer, zmqapi.PlainUsername, zmqapi.PlainPassword)

// weak reports mechanisms that protect nothing.
func (c *checker) weak(o *sockets.Opening, v verdicts) {
	verb, then := "is", ""
	may := v.protected > 0
	if may {
		verb, then = "may be", "then "
	}
	if v.plain {
		c.report("plain-auth", o, may, "%s %s %s %s with PLAIN: %spasswords and messages travel in clear, and zmq4's check of passwords is not to be relied on; use CURVE", o.Subject(), verb, o.Verb(), o.Where(), then)
	} else {
		c.report("plain-auth", o, may, "%s %s %s %s with ServerAuthNull, which looks at addresses only: %smessages travel in clear; use CURVE", o.Subject(), verb, o.Verb(), o.Where(), then)
	}
}

// reset reports the call that undid the set-up, once.
func (c *checker) reset(o *sockets.Opening, u *sockets.Use) {
	was, now := "CURVE", "puts the %s back to NULL"
	if u.Before.May.Inter(curveOptions).Empty() {
		was = "PLAIN"
	}
	if _, null := u.Before.Reset(); !null {
		now = "makes the %s PLAIN"
	}
	if call := c.undoing(u); call != nil {
		c.reportCall("mechanism-reset", call, "%s "+now+" after %s was set up: it is %s %s without encryption", call.Name, o.Subject(), was, o.Verb(), o.Where())
		return
	}
	c.report("mechanism-reset", o, false, "%s is %s %s without encryption: its mechanism was changed after %s was set up", o.Subject(), o.Verb(), o.Where(), was)
}

// undoing is the call that took the socket's mechanism away, when it lies in
// this package.
func (c *checker) undoing(u *sockets.Use) *sockets.Call {
	pos, null := u.Before.Reset()
	for _, s := range c.res.Settings {
		if null {
			if s.Instr.Pos() == pos {
				return s.Call
			}
			continue
		}
		for _, su := range s.Contexts {
			if sameSocket(u, su) && su.Before.Encrypted() == sockets.Always && !zmqapi.SetOf(s.Sets...).Inter(plainOptions).Empty() {
				return s.Call
			}
		}
	}
	return nil
}
