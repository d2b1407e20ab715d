package sockets

// Where an endpoint leads: to this process, this machine, or the network.

import (
	"net/netip"
	"slices"
	"strings"
)

// Reach says who can be at the other end of an endpoint.
type Reach uint8

const (
	Inproc   Reach = 1 << iota
	IPC            // a Unix domain socket
	Loopback       // tcp to this machine
	Network
	NotKnown // treated as Network
)

// Endpoint is what is known of the argument of a bind or connect.
type Endpoint struct {
	Value
	Reach Reach // of all alternatives
}

// Remote reports whether the endpoint leads, or may lead, off this machine.
func (e Endpoint) Remote() bool { return e.Reach&(Network|NotKnown) != 0 }

// Known reports whether the transport is known.
func (e Endpoint) Known() bool { return e.Reach&NotKnown == 0 }

// Only reports whether the endpoint leads nowhere but to r.
func (e Endpoint) Only(r Reach) bool { return e.Reach != 0 && e.Reach&^r == 0 }

// String is the endpoint as far as it is known: "tcp://*:5555", "tcp://…".
// What another alternative says more exactly is left out.
func (e Endpoint) String() string {
	var texts []string
	for _, a := range e.Alts {
		if a.Const == nil && e.completed(a) || e.repeats(a) {
			continue
		}
		if t := a.String(); !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	if len(texts) > 3 {
		texts = append(texts[:3], "…")
	}
	return strings.Join(texts, " or ")
}

// repeats reports whether an alternative tells nothing beside another: the same
// text without its origin, or, for a scheme alone, anything.
func (e Endpoint) repeats(a Alt) bool {
	return slices.ContainsFunc(e.Alts, func(b Alt) bool {
		same := a.Text == b.Text && (a.Const == nil) == (b.Const == nil)
		return same && a.Via != Direct && b.Via == Direct ||
			a.Const != nil && strings.HasSuffix(a.Text, "://") && !same && strings.HasPrefix(b.Text, a.Text)
	})
}

// completed reports whether some other alternative of the same kind, that leads
// as far, goes on where prefix ends.
func (e Endpoint) completed(prefix Alt) bool {
	return slices.ContainsFunc(e.Alts, func(a Alt) bool {
		return a.Via == prefix.Via && reachOf(a) == reachOf(prefix) && len(a.Text) > len(prefix.Text) && strings.HasPrefix(a.Text, prefix.Text)
	})
}

// String is the alternative with where it comes from: "tcp://*:5555 (default
// of a flag)", "tcp://…".
func (a Alt) String() string {
	t := a.Text
	if a.Const == nil {
		t += "…"
	}
	if a.Via != Direct {
		t += " (" + a.Via.String() + ")"
	}
	return t
}

func newEndpoint(v Value) Endpoint {
	v = endpointsOf(v)
	e := Endpoint{Value: v}
	for _, a := range v.Alts {
		if a.Via == Direct || !v.Open {
			e.Reach |= reachOf(a)
		}
	}
	if v.Open || len(v.Alts) == 0 {
		e.Reach |= NotKnown
	}
	return e
}

// endpointsOf leaves out the constants that are no endpoint: the empty string of
// an error return, a name that has yet to be put together.
func endpointsOf(v Value) Value {
	out := Value{Open: v.Open}
	for _, a := range v.Alts {
		switch {
		case strings.Contains(a.Text, "://"):
			out = out.add(a)
		case a.Const == nil:
			out.Open = true
		}
	}
	return out
}

// reachOf classifies one alternative. A prefix counts when it says enough.
func reachOf(a Alt) Reach {
	scheme, _, ok := strings.Cut(a.Text, "://")
	if !ok {
		return NotKnown
	}
	switch strings.ToLower(scheme) {
	case "inproc":
		return Inproc
	case "ipc":
		return IPC
	case "tcp", "ws", "wss":
		if a.isLoopback() {
			return Loopback
		}
	}
	return Network
}

// Transport is the transport of an alternative, "" when it is not known.
func (a Alt) Transport() string {
	scheme, _, ok := strings.Cut(a.Text, "://")
	if !ok {
		return ""
	}
	return strings.ToLower(scheme)
}

// Address is what follows the transport.
func (a Alt) Address() string {
	_, rest, _ := strings.Cut(a.Text, "://")
	return rest
}

// Host is the host part of a tcp endpoint; ok is false when the text may go on
// before the host ends. A source address ("src;dst") is left out.
func (a Alt) Host() (host string, ok bool) {
	rest := a.Address()
	if _, dst, has := strings.Cut(rest, ";"); has {
		rest = dst
	}
	if strings.HasPrefix(rest, "[") {
		end := strings.IndexByte(rest, ']')
		if end < 0 {
			return "", false
		}
		return rest[1:end], true
	}
	i := strings.LastIndexByte(rest, ':')
	if i < 0 {
		return rest, a.Const != nil && rest != ""
	}
	return rest[:i], true
}

func (a Alt) isLoopback() bool {
	host, ok := a.Host()
	if !ok {
		return false
	}
	if strings.EqualFold(host, "localhost") || host == "lo" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// IsWildcard reports whether the alternative names every interface.
func (a Alt) IsWildcard() bool {
	switch a.Transport() {
	case "tcp", "ws", "wss", "udp":
	default:
		return false
	}
	rest := a.Address()
	if a.Const == nil && rest == "*" || strings.HasPrefix(rest, "*:") || rest == "*" {
		return true
	}
	host, ok := a.Host()
	if !ok {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "*" || err == nil && ip.IsUnspecified()
}
