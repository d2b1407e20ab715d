package sockopt

import (
	"fmt"
	"slices"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// privileges are the options that give a peer, or take over, more than a
// message, and what that is.
var privileges = map[zmqapi.Option]string{
	zmqapi.RouterHandover:  "a newcomer with the same identity takes over the connection of a peer",
	zmqapi.RouterRaw:       "the socket takes raw TCP, without ZMTP and without CURVE",
	zmqapi.UseFD:           "the socket uses a descriptor that someone else opened, with options that are not checked here",
	zmqapi.TCPAcceptFilter: "the accept filters are deprecated since libzmq 4.1 and authenticate nobody, as CURVE and ZAP do",
	zmqapi.SocksProxy:      "a proxy sees who talks to whom, and all messages unless CURVE is on",
}

// privileged asks for a comment that says why.
func (c *checker) privileged(s *sockets.Setting) {
	what, ok := privileges[s.Option]
	if !ok || local(s) || c.explained(s.Pos) {
		return
	}
	if values, known := constants(s); known && !slices.ContainsFunc(values, func(n int64) bool { return !off(s.Option, n) }) {
		return
	}
	c.report("privileged-option", s.Call, "%s: %s; say in a comment why it is needed", s.Option, what)
}

// off reports whether the value gives nothing away: 0, an empty string, or the
// default.
func off(opt zmqapi.Option, n int64) bool {
	info := opt.Info()
	return info.HasDefault && n == info.DefaultInt || !info.HasDefault && n == 0
}

// streams reports STREAM sockets on the network.
func (c *checker) streams(o *sockets.Opening) {
	if !o.Types.Has(zmqapi.STREAM) || o.Types.Len() != 1 || !o.Endpoint.Remote() || c.explained(o.Pos) {
		return
	}
	c.found = append(c.found, finding.At("privileged-option", o, false,
		fmt.Sprintf("%s is %s %s: it takes raw TCP from anyone, without ZMTP and without CURVE; say in a comment why it is needed", o.Subject(), o.Verb(), o.Where())))
}

// document finds security-relevant setters without a comment, which are
// reported when asked for.
func (c *checker) document(s *sockets.Setting) {
	if !s.Security && !protective.Has(s.Option) || c.explained(s.Pos) {
		return
	}
	f := finding.AtCall("undocumented-option", s.Call,
		fmt.Sprintf("%s decides what a peer may do here, and no comment says why it has this value", s.Name))
	f.Asked = undocumented
	c.found = append(c.found, f)
}
