package sockopt

import (
	"fmt"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// asked is one option that missing-options asks for, in the order of messages.
type asked struct {
	option zmqapi.Option
	needed func(zmqapi.SocketType) bool
}

var asks = []asked{
	{zmqapi.MaxMsgSize, zmqapi.NeedsMaxMsgSize},
	{zmqapi.RcvHWM, zmqapi.NeedsRcvHWM},
	{zmqapi.SndHWM, zmqapi.NeedsSndHWM},
	{zmqapi.Linger, zmqapi.NeedsLinger},
	{zmqapi.TCPKeepalive, func(zmqapi.SocketType) bool { return true }},
}

// missing reports, once for each open, the required options that are not set on
// every path to it. With sockets of several types each option is asked for the types
// that need it.
func (c *checker) missing(o *sockets.Opening) {
	g := gaps{uses: map[*sockets.Use]bool{}}
	for _, a := range asks {
		if c.cfg.Requires(a.option) {
			g.add(c, a, o)
		}
	}
	if len(g.never)+len(g.sometimes) == 0 {
		return
	}
	bare := o.Only(func(u *sockets.Use) bool { return g.uses[u] })
	subject := fmt.Sprintf("%%s %s %s", o.Verb(), bare.Where())
	var message string
	switch when := g.when(); {
	case len(g.sometimes) == 0:
		message = fmt.Sprintf(subject+" without %s", bare.Subject()+" is", sockets.List(g.never))
	case len(g.never) == 0:
		message = fmt.Sprintf(subject+" without %s %s", bare.Subject()+" may be", sockets.List(g.sometimes), when)
	default:
		message = fmt.Sprintf(subject+" without %s, and %s without %s", bare.Subject()+" is", sockets.List(g.never), when, sockets.List(g.sometimes))
	}
	f := finding.At("missing-options", bare, len(g.never) == 0, message)
	f.Missing = g.names
	c.found = append(c.found, f)
	c.repairable(bare, &g)
}

// gaps are the options that an open goes without.
type gaps struct {
	names            []string // all, in the order of asks
	all              zmqapi.OptionSet
	never, sometimes []string // set on no path, on some
	uses             map[*sockets.Use]bool
	example          *sockets.Use // lacks options on some paths
	options          zmqapi.OptionSet
}

// add judges one option for all sockets of the opening.
func (g *gaps) add(c *checker, a asked, o *sockets.Opening) {
	lacks, sometimes := false, true
	for _, u := range o.Contexts {
		if !u.Known() || !applies(a.option, u.Endpoint) || c.has(a, u, o) {
			continue
		}
		lacks = true
		g.uses[u] = true
		if u.Before.May.Has(a.option) {
			g.example, g.options = u, g.options.With(a.option)
		} else {
			sometimes = false
		}
	}
	switch name := a.option.String(); {
	case !lacks:
		return
	case sometimes:
		g.sometimes = append(g.sometimes, name)
	default:
		g.never = append(g.never, name)
	}
	g.names = append(g.names, a.option.String())
	g.all = g.all.With(a.option)
}

// when says on which paths the options of sometimes are missing.
func (g *gaps) when() string {
	if g.example == nil {
		return ""
	}
	return g.example.When(g.options)
}

// applies reports whether the option means anything to the endpoint.
func applies(opt zmqapi.Option, e sockets.Endpoint) bool {
	switch opt {
	case zmqapi.Linger:
		return !e.Only(sockets.Inproc)
	case zmqapi.TCPKeepalive:
		return e.Remote() && overTCP(e)
	}
	return e.Remote()
}

// overTCP reports whether the transport is, or may be, one over TCP.
func overTCP(e sockets.Endpoint) bool {
	if !e.Known() {
		return true
	}
	for _, a := range e.Alts {
		switch a.Transport() {
		case "tcp", "ws", "wss":
			return true
		}
	}
	return false
}

// has reports whether the option is set when it matters, for every type that
// needs it, or whether another rule speaks of it. A type that is not known is
// taken to do everything.
func (c *checker) has(a asked, u *sockets.Use, o *sockets.Opening) bool {
	opt := a.option
	if u.Before.Must.Has(opt) || u.Unsure.Has(opt) || !u.Types.Empty() && c.setForTypes(a, u) {
		return true
	}
	if u.After.Has(opt) && (opt == zmqapi.Linger || !u.Reopened || !o.Bind && opt.Info().When == zmqapi.HighWater) {
		return true // acts at once, or late-option reports it
	}
	switch opt {
	case zmqapi.Linger:
		return u.Closed.Has(opt) || c.unblocked(u)
	case zmqapi.TCPKeepalive:
		return u.Before.Must.Has(zmqapi.HeartbeatIvl) || u.Unsure.Has(zmqapi.HeartbeatIvl)
	}
	return false
}

// setForTypes reports whether each of the socket's types that needs the option
// has it on its own paths.
func (c *checker) setForTypes(a asked, u *sockets.Use) bool {
	for _, t := range u.Types.Types() {
		if a.needed(t) && !u.MustFor(t).Has(a.option) {
			return false
		}
	}
	return true
}

// unblocked reports whether SetBlocky(false) gives the sockets of the context
// a linger of 0. Which context a value is, is not followed: a call on any
// context counts for the sockets of all that were made with NewContext.
func (c *checker) unblocked(u *sockets.Use) bool {
	own := u.FromContext()
	for _, b := range c.res.Unblocked {
		if (b.Recv != "") == own {
			return true
		}
	}
	return false
}
