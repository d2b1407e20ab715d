package version

// Which conditions of an advisory a program meets.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// answer says whether a condition is met.
type answer uint8

const (
	no answer = iota
	maybe
	yes
)

// opened is a socket that is opened to or from other machines, as far as
// advisories ask.
type opened struct {
	bind       bool
	remote     answer   // whether other machines can be at the other end
	types      []string // empty: not known
	transports []string // empty: not known
	none       answer   // NULL without ZAP
	curve      answer
	gssapi     answer
	secured    answer // any mechanism but NULL
	server     answer // role in the mechanism
	client     answer
	what       string // "PUB socket"
	place      string // "server.go:42"
}

// exposure lists the sockets of a package that other machines can reach, or may.
func (c *checker) exposure() (list []opened) {
	res, _ := c.pass.ResultOf[sockets.Analyzer].(*sockets.Result)
	if res == nil {
		return nil
	}
	for _, o := range res.Opens {
		if len(o.Contexts) == 0 && o.Endpoint.Remote() {
			list = append(list, c.opened(o, &sockets.Use{Types: o.Types, Endpoint: o.Endpoint}))
		}
		for _, u := range o.Contexts {
			if u.Endpoint.Remote() {
				list = append(list, c.opened(o, u))
			}
		}
	}
	return list
}

func (c *checker) opened(o *sockets.Opening, u *sockets.Use) opened {
	out := opened{
		bind: o.Bind, remote: maybe, what: o.Subject(), place: c.place(o.Pos),
		none: maybe, curve: maybe, gssapi: maybe, secured: maybe, server: maybe, client: maybe,
	}
	for _, t := range u.Types.Types() {
		out.types = append(out.types, t.String())
	}
	if u.Endpoint.Only(sockets.Network) {
		out.remote = yes
	}
	if u.Endpoint.Known() {
		for _, a := range u.Endpoint.Alts {
			if t := a.Transport(); !slices.Contains(out.transports, t) {
				out.transports = append(out.transports, t)
			}
		}
	}
	if u.Context == nil || !u.Known() {
		return out
	}
	s := u.Before
	curve := s.CurveServer() || s.CurveClient()
	out.server, out.client = possible(s.CurveServer()), possible(s.CurveClient())
	switch s.Encrypted() {
	case sockets.Always:
		out.none, out.secured = no, yes
		out.curve, out.gssapi = certain(curve), certain(!curve)
		if curve {
			out.server, out.client = settled(s.CurveServer(), s.CurveClient()), settled(s.CurveClient(), s.CurveServer())
		} else {
			out.server, out.client = maybe, maybe
		}
	case sockets.Never:
		out.curve, out.gssapi = no, no
		out.none, out.secured = certain(!s.Plain() && !s.NullAuth()), possible(s.Plain())
	case sockets.Sometimes:
		out.curve, out.gssapi = possible(curve), possible(!curve)
	}
	return out
}

func certain(b bool) answer {
	if b {
		return yes
	}
	return no
}

func possible(b bool) answer {
	if b {
		return maybe
	}
	return no
}

// settled is the answer for one of two roles, where the socket has one at
// least.
func settled(this, other bool) answer {
	if this && other {
		return maybe
	}
	return certain(this)
}

// meets tells whether a socket is one that an advisory describes.
func (o *opened) meets(s advisory.Socket) answer {
	result := o.remote
	for _, a := range []answer{
		certain(s.Open == "" || (s.Open == "bind") == o.bind),
		among(o.types, s.Types),
		among(o.transports, s.Transports),
		o.has(s.Security),
		o.plays(s.Role),
	} {
		result = min(result, a)
	}
	return result
}

func (o *opened) has(security string) answer {
	switch security {
	case "none":
		return o.none
	case "curve":
		return o.curve
	case "gssapi":
		return o.gssapi
	case "secured":
		return o.secured
	}
	return yes
}

func (o *opened) plays(role string) answer {
	switch role {
	case "server":
		return o.server
	case "client":
		return o.client
	}
	return yes
}

// among tells whether what a socket can be is among what is asked for.
func among(can, asked []string) answer {
	if len(asked) == 0 {
		return yes
	}
	in := 0
	for _, x := range can {
		if slices.Contains(asked, x) {
			in++
		}
	}
	switch {
	case len(can) == 0:
		return maybe
	case in == 0:
		return no
	case in < len(can):
		return maybe
	}
	return yes
}

// condition is how a program stands to one advisory.
type condition struct {
	hit    advisory.Hit
	answer answer
	by     *opened // the socket that decides; nil when there is none
}

// conditions holds a program against advisories. An advisory that does not say
// whom it concerns may concern anyone.
func conditions(hits []advisory.Hit, program []opened) (list []condition) {
	for _, h := range hits {
		c := condition{hit: h, answer: maybe}
		if terms := h.Specific.ZMQLint; terms != nil {
			c.answer = no
			for i := range program {
				for _, s := range terms.Exposed {
					if a := program[i].meets(s); a > c.answer {
						c.answer, c.by = a, &program[i]
					}
				}
			}
		}
		list = append(list, c)
	}
	return list
}

// String is "CVE-2021-20236 (CVSS 9.8: stack overflow in a publisher …)".
func (c condition) String() string {
	what := c.hit.Summary
	if terms := c.hit.Specific.ZMQLint; terms != nil {
		what = terms.Impact
	}
	if score := c.hit.Score(); score > 0 {
		what = strings.TrimSuffix(fmt.Sprintf("CVSS %.1f: %s", score, what), ": ")
	}
	if what == "" {
		return c.hit.ID
	}
	return c.hit.ID + " (" + what + ")"
}

// who names the socket that decides.
func (c condition) who() string {
	if c.by == nil {
		return ""
	}
	return " by the " + c.by.what + " at " + c.by.place
}
