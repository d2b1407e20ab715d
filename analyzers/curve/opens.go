package curve

import (
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

var curveOptions = zmqapi.SetOf(zmqapi.CurveServer, zmqapi.CurvePublicKey, zmqapi.CurveSecretKey, zmqapi.CurveServerKey)

// opening judges one bind or connect. One rule at most speaks of it being
// unprotected: the most specific.
func (c *checker) opening(o *sockets.Opening) {
	if o = o.Remote(); o == nil || c.opensLater(o) {
		return
	}
	v := survey(o)
	switch {
	case v.decided == 0:
	case v.reset != nil:
		c.reset(o, v.reset)
	case v.weak > 0:
		c.weak(o, v)
	case v.open == v.decided:
		c.unprotected(o)
	case v.open+v.sometimes > 0:
		c.sometimes(o, v)
	}
	if v.protected > 0 {
		c.incomplete(o)
		c.openCurve(o)
		c.roles(o)
	}
}

// verdicts counts the sockets of an opening by what protects them.
type verdicts struct {
	decided, protected, sometimes, open int
	weak                                int // PLAIN or ServerAuthNull, on some path
	plain                               bool
	reset                               *sockets.Use
	when                                string
}

func survey(o *sockets.Opening) (v verdicts) {
	for _, u := range o.Contexts {
		if !u.Known() || !u.Unsure.Inter(curveOptions).Empty() {
			continue
		}
		certainty := u.Before.Encrypted()
		if certainty == sockets.Undecided {
			continue
		}
		v.decided++
		switch certainty {
		case sockets.Always:
			v.protected++
			continue
		case sockets.Sometimes:
			v.sometimes++
			v.protected++
			if v.when == "" {
				v.when = u.When(curveOptions)
			}
		case sockets.Never:
			v.open++
		}
		_, undone := u.Before.Reset()
		switch {
		case undone || u.Before.Plain() && !u.Before.Must.Inter(curveOptions).Empty():
			v.reset = u
		case u.Before.Plain() || u.Before.NullAuth():
			v.weak++
			v.plain = v.plain || u.Before.Plain()
		}
	}
	return v
}

func (c *checker) unprotected(o *sockets.Opening) {
	if what := o.Incapable(); what != "" {
		c.report("no-curve", o, false, "%s is %s %s: %s cannot carry CURVE, so anyone on the way can read, change and send messages", o.Subject(), o.Verb(), o.Where(), what)
	} else {
		who := "anyone who reaches it is let in"
		if !o.Bind {
			who = "whoever answers there is taken for the peer"
		}
		c.report("no-curve", o, false, "%s is %s %s without CURVE: messages travel in clear and %s", o.Subject(), o.Verb(), o.Where(), who)
		c.found[len(c.found)-1].Fix = c.client(o)
	}
	c.found[len(c.found)-1].Severity = severity(o)
}

func (c *checker) sometimes(o *sockets.Opening, v verdicts) {
	when := v.when
	if when == "" {
		when = "by some of its callers"
	}
	c.report("no-curve", o, true, "%s may be %s %s without CURVE %s", o.Subject(), o.Verb(), o.Where(), when)
	c.found[len(c.found)-1].Severity = severity(o)
}

// keyNames are the libzmq names behind the options, in the words of messages.
var keyNames = map[zmqapi.Option]string{
	zmqapi.CurveSecretKey: "its secret key",
	zmqapi.CurvePublicKey: "its public key",
	zmqapi.CurveServerKey: "the server's key",
}

// incomplete reports keys that the role needs and that are not set: libzmq
// opens the socket all the same, and every handshake fails.
func (c *checker) incomplete(o *sockets.Opening) {
	for _, u := range o.Contexts {
		if !u.Known() || u.Before.Encrypted() != sockets.Always {
			continue
		}
		var missing []string
		var options []zmqapi.Option
		may := false
		need := func(opts ...zmqapi.Option) {
			for _, opt := range opts {
				if u.Before.Must.Has(opt) || u.Unsure.Has(opt) || u.After.Has(opt) {
					continue
				}
				missing, options = append(missing, keyNames[opt]), append(options, opt)
				may = may || u.Before.May.Has(opt)
			}
		}
		role := "client"
		switch {
		case u.Before.CurveServer() && u.Before.CurveClient():
			continue // one or the other: what is missing depends on it
		case u.Before.CurveServer():
			role = "server"
			need(zmqapi.CurveSecretKey)
		case u.Before.CurveClient():
			need(zmqapi.CurveServerKey, zmqapi.CurvePublicKey, zmqapi.CurveSecretKey)
		}
		if len(missing) > 0 {
			verb, then := "is", ""
			if may {
				verb, then = "may be", "then "
			}
			c.report("incomplete-curve", o, may, "%s %s %s %s as a CURVE %s without %s: %severy handshake fails, and nothing says so", o.Subject(), verb, o.Verb(), o.Where(), role, sockets.List(missing), then)
			if !may {
				c.found[len(c.found)-1].Fix = c.completed(o, options)
			}
			return
		}
	}
}

func (c *checker) roles(o *sockets.Opening) {
	for _, u := range o.Contexts {
		if u.Known() && u.Before.BothRoles() {
			role := "server"
			if u.Before.CurveClient() {
				role = "client"
			}
			c.report("curve-role-conflict", o, false, "%s was made a CURVE server and a CURVE client before it is %s %s: the last one wins, and here it is a %s", o.Subject(), o.Verb(), o.Where(), role)
			return
		}
	}
}
