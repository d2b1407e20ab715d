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

// missing reports, once for each open, the options that are not set on every
// path to it. With sockets of several types each option is asked for the types
// that need it.
func (c *checker) missing(o *sockets.Opening) {
	var names []string
	var gaps zmqapi.OptionSet
	may := true
	var example *sockets.Use
	for _, a := range asks {
		if !c.applies(a.option, o) {
			continue
		}
		lacks, sometimes, u := c.lacks(a, o)
		if lacks {
			names = append(names, a.option.String())
			gaps = gaps.With(a.option)
			may = may && sometimes
			example = u
		}
	}
	if len(names) == 0 {
		return
	}
	f := finding.At("missing-options", o, may, fmt.Sprintf("%s is %s %s without %s", o.Subject(), o.Verb(), o.Where(), sockets.List(names)))
	if may {
		when := "on some paths"
		if cond := example.Unless(gaps); cond != "" {
			when = "when " + cond
		}
		f.Message = fmt.Sprintf("%s may be %s %s without %s %s", o.Subject(), o.Verb(), o.Where(), sockets.List(names), when)
	}
	f.Missing = names
	c.found = append(c.found, f)
}

// applies reports whether the option means anything to the endpoint.
func (c *checker) applies(opt zmqapi.Option, o *sockets.Opening) bool {
	switch opt {
	case zmqapi.Linger:
		return !o.Endpoint.Only(sockets.Inproc)
	case zmqapi.TCPKeepalive:
		return o.Endpoint.Remote() && overTCP(o)
	}
	return o.Endpoint.Remote()
}

// overTCP reports whether the transport is, or may be, one over TCP.
func overTCP(o *sockets.Opening) bool {
	if !o.Endpoint.Known() {
		return true
	}
	for _, a := range o.Endpoint.Alts {
		switch a.Transport() {
		case "tcp", "ws", "wss":
			return true
		}
	}
	return false
}

// lacks reports whether some socket of the opening goes without the option,
// and whether it is set at least sometimes.
func (c *checker) lacks(a asked, o *sockets.Opening) (lacks, sometimes bool, at *sockets.Use) {
	sometimes = true
	for _, u := range o.Contexts {
		if !u.Known() || !anyNeeds(a, u.Types) || c.has(a.option, u, o) {
			continue
		}
		lacks, at = true, u
		sometimes = sometimes && u.Before.May.Has(a.option)
	}
	return lacks, sometimes, at
}

// anyNeeds reports whether one of the types needs the option. A type that is
// not known is taken to do everything.
func anyNeeds(a asked, types zmqapi.TypeSet) bool {
	if types.Empty() {
		return true
	}
	for _, t := range types.Types() {
		if a.needed(t) {
			return true
		}
	}
	return false
}

// has reports whether the option is set when it matters, or whether another
// rule speaks of it.
func (c *checker) has(opt zmqapi.Option, u *sockets.Use, o *sockets.Opening) bool {
	if u.Before.Must.Has(opt) || u.Unsure.Has(opt) {
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
