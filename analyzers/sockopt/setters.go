package sockopt

// The calls that fixes put in.

import (
	"fmt"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Values that a fix sets. Those of the high water marks and of a missing linger
// are no surprise to a program that works: libzmq's own, and what is left of "for
// ever" when a process has to end. A frame of 1 MiB is what zmqsafe takes; a
// socket that connects gets more, because it stays disconnected when it meets a
// frame that is larger.
const (
	frameBound     = 1 << 20
	frameConnected = 16 << 20
	queued         = 1000
	handshake      = 30 * time.Second
)

// setter is the method that sets an option, and what it is given: in a list of
// arguments, and alone, where gofmt puts spaces.
type setter struct{ method, value, spaced string }

// setterOf is how an option is set to its default, within the configured
// ceilings; durations are told by the name that the file has for package time.
func setterOf(opt zmqapi.Option, connects bool, cfg *config.Config, timeName string) setter {
	within := func(n int64) int64 {
		if highest, ok := cfg.Ceiling(opt); ok {
			n = min(n, highest)
		}
		return n
	}
	method, left, op, right := "", "", "", ""
	switch opt {
	case zmqapi.MaxMsgSize:
		n := int64(frameBound)
		if connects {
			n = frameConnected
		}
		method, left = "SetMaxmsgsize", fmt.Sprint(within(n))
		if n == within(n) {
			left, op, right = fmt.Sprint(n>>20), "<<", "20"
		}
	case zmqapi.RcvHWM:
		method, left = "SetRcvhwm", fmt.Sprint(within(queued))
	case zmqapi.SndHWM:
		method, left = "SetSndhwm", fmt.Sprint(within(queued))
	case zmqapi.Linger:
		method, left = "SetLinger", timeName+".Second"
	case zmqapi.TCPKeepalive:
		method, left = "SetTcpKeepalive", "1"
	case zmqapi.HandshakeIvl:
		method, left, op, right = "SetHandshakeIvl", fmt.Sprint(int(handshake/time.Second)), "*", timeName+".Second"
	}
	if op == "" {
		return setter{method, left, left}
	}
	return setter{method, left + op + right, left + " " + op + " " + right}
}

// reasons say what an option is set for, where the configuration asks for a
// comment (undocumented-option).
var reasons = map[zmqapi.Option]string{
	zmqapi.MaxMsgSize:   "A larger frame ends the connection before memory is taken for it.",
	zmqapi.RcvHWM:       "So many messages wait from each peer, then it is held back.",
	zmqapi.SndHWM:       "So many messages wait for each peer.",
	zmqapi.Linger:       "Messages that nobody takes do not keep the program from ending.",
	zmqapi.TCPKeepalive: "A peer that vanished is noticed.",
}

// takesDuration tells that a default needs package time.
func takesDuration(opt zmqapi.Option) bool { return opt.Info().Arg == zmqapi.Duration }

// timeFor is what the file calls package time, where one of the options needs it.
func timeFor(p *fix.Place, opts zmqapi.OptionSet) (name string, edits []analysis.TextEdit, ok bool) {
	for _, a := range asks {
		if opts.Has(a.option) && takesDuration(a.option) {
			return p.Import("time")
		}
	}
	return "", nil, true
}
