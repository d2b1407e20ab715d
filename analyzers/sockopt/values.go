package sockopt

import (
	"fmt"
	"go/constant"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// constants are the values that a setter gets, in the unit of libzmq, when all
// of them are known.
func constants(s *sockets.Setting) (values []int64, ok bool) {
	v := s.Arg(0)
	info := s.Option.Info()
	switch info.Arg {
	case zmqapi.Int, zmqapi.Int64, zmqapi.Uint64, zmqapi.Duration:
		values, ok = v.Ints()
		if info.Arg == zmqapi.Duration {
			for i, n := range values {
				values[i] = milliseconds(n)
			}
		}
		return values, ok
	case zmqapi.Bool:
		return bools(v)
	case zmqapi.String:
		return lengths(v)
	}
	return nil, false
}

// milliseconds is what zmq4 makes of a duration: whole milliseconds, -1 ns
// meaning for ever.
func milliseconds(ns int64) int64 {
	if ns == -1 {
		return -1
	}
	return ns / int64(time.Millisecond)
}

func bools(v sockets.Value) (out []int64, ok bool) {
	for _, a := range v.Alts {
		if a.Const == nil || a.Const.Kind() != constant.Bool {
			return nil, false
		}
		n := int64(0)
		if constant.BoolVal(a.Const) {
			n = 1
		}
		out = append(out, n)
	}
	return out, !v.Open && len(out) > 0
}

func lengths(v sockets.Value) (out []int64, ok bool) {
	for _, a := range v.Alts {
		if a.Const == nil || a.Const.Kind() != constant.String {
			return nil, false
		}
		out = append(out, int64(len(a.Text)))
	}
	return out, !v.Open && len(out) > 0
}

// weakValues are the values that remove a protection, and what they mean.
var weakValues = map[zmqapi.Option]struct {
	weak func(int64) bool
	why  string
}{
	zmqapi.RcvHWM:       {isZero, "no limit on the messages that queue for each peer"},
	zmqapi.SndHWM:       {isZero, "no limit on the messages that queue for each peer"},
	zmqapi.MaxMsgSize:   {isNegative, "no limit on the size of a message"},
	zmqapi.Linger:       {isNegative, "Term waits for ever for unsent messages"},
	zmqapi.TCPKeepalive: {isZero, "a peer that vanished is not noticed"},
	zmqapi.HandshakeIvl: {isZero, "a silent peer keeps its connection for ever"},
}

func isZero(n int64) bool     { return n == 0 }
func isNegative(n int64) bool { return n < 0 }

// weak reports a constant that removes the protection, or that the
// configuration has a lower ceiling for. Local sockets are
// spared: there is no peer to protect against.
func (c *checker) weak(s *sockets.Setting) bool {
	w, ok := weakValues[s.Option]
	values, known := constants(s)
	if !ok || !known || local(s) || c.bareInteger(s.Call, 0) {
		return false
	}
	highest, limited := c.cfg.Ceiling(s.Option)
	switch {
	case all(values, w.weak):
		c.report("weak-option", s.Call, "%s of the %s is set to %d: %s", s.Option, subject(s), values[0], w.why)
	case limited && all(values, func(n int64) bool { return n > highest }):
		c.report("weak-option", s.Call, "%s of the %s is set to %d, above the configured ceiling of %d", s.Option, subject(s), values[0], highest)
	default:
		return false
	}
	c.found[len(c.found)-1].Fix = c.strengthened(s)
	return true
}

func all(values []int64, is func(int64) bool) bool {
	return !slices.ContainsFunc(values, func(n int64) bool { return !is(n) })
}

// local reports whether the sockets of a setting are known to stay on this
// machine.
func local(s *sockets.Setting) bool {
	if len(s.Contexts) == 0 {
		return false
	}
	for _, u := range s.Contexts {
		if u.Reach == 0 || u.Reach&(sockets.Network|sockets.NotKnown) != 0 {
			return false
		}
	}
	return true
}

// invalid reports values that libzmq refuses, and options of other socket
// types.
func (c *checker) invalid(s *sockets.Setting) bool {
	info := s.Option.Info()
	if values, ok := constants(s); ok {
		for _, n := range values {
			if why := refused(info, n); why != "" {
				c.report("invalid-option", s.Call, "%s: %s", s.Name, why)
				return true
			}
		}
	}
	types, known := typesOf(s)
	if known && info.Types != 0 && types.Inter(info.Types).Empty() {
		c.report("invalid-option", s.Call, "%s is for %s sockets, this is %s socket", s.Option, info.Types, withArticle(types.String()))
		return true
	}
	return false
}

// withArticle is "a PUSH", "an XSUB".
func withArticle(types string) string {
	if strings.HasPrefix(types, "X") {
		return "an " + types
	}
	return "a " + types
}

// subject names the socket of a setting: "PUB socket", "socket".
func subject(s *sockets.Setting) string {
	if types, known := typesOf(s); known {
		return types.String() + " socket"
	}
	return "socket"
}

func typesOf(s *sockets.Setting) (types zmqapi.TypeSet, known bool) {
	for _, u := range s.Contexts {
		if u.Types.Empty() {
			return 0, false
		}
		types |= u.Types
	}
	return types, !types.Empty()
}

// ignored reports options that mean nothing to the only transports that the
// socket opens.
func (c *checker) ignored(s *sockets.Setting) bool {
	var over []string
	for _, u := range s.Contexts {
		names, known := transports(u.Reach)
		if !known {
			return false
		}
		for _, t := range names {
			if s.Option.Info().WorksOver(t) {
				return false
			}
			if !slices.Contains(over, t) {
				over = append(over, t)
			}
		}
	}
	if len(over) > 0 {
		c.report("invalid-option", s.Call, "%s has no effect on %s, and the %s opens nothing else", s.Option, sockets.List(over), subject(s))
	}
	return len(over) > 0
}

// transports are the transports of local opens; known is false when others are
// possible.
func transports(r sockets.Reach) (names []string, known bool) {
	for _, t := range []struct {
		reach sockets.Reach
		name  string
	}{{sockets.Inproc, "inproc"}, {sockets.IPC, "ipc"}, {sockets.Loopback, "tcp"}} {
		if r&t.reach != 0 {
			names = append(names, t.name)
		}
	}
	return names, r&(sockets.Network|sockets.NotKnown) == 0 && len(names) > 0
}

// noop reports calls that look like protection and are none.
func (c *checker) noop(s *sockets.Setting) bool {
	inproc := len(s.Contexts) > 0
	curve := false
	for _, u := range s.Contexts {
		inproc = inproc && u.Reach == sockets.Inproc
		curve = curve || u.Known() && (u.Before.Encrypted() == sockets.Always || u.After.Has(zmqapi.CurveServer) || u.After.Has(zmqapi.CurveServerKey))
	}
	switch s.Option {
	case zmqapi.MaxMsgSize:
		values, ok := constants(s)
		if ok && curve && values[0] >= 0 && values[0] < curveHandshake {
			c.report("noop-option", s.Call, "MAXMSGSIZE %d refuses the CURVE handshake itself, which needs about %d bytes: nobody can connect", values[0], curveHandshake)
			return true
		}
	case zmqapi.CurveServer, zmqapi.CurveServerKey, zmqapi.CurvePublicKey, zmqapi.CurveSecretKey:
	default:
		return false
	}
	if inproc {
		c.report("noop-option", s.Call, "%s has no effect on inproc, and the %s opens nothing else", s.Option, subject(s))
	}
	return inproc
}

// curveHandshake is the size of the largest frame of a CURVE handshake
// (measured: a MAXMSGSIZE of 256 refuses it, 300 does not).
const curveHandshake = 300

// refused says why libzmq refuses a value, "" when it does not.
func refused(info *zmqapi.OptionInfo, n int64) string {
	unit, cInt := "", false
	switch info.Arg {
	case zmqapi.Int:
		cInt = true
	case zmqapi.Duration:
		unit, cInt = " ms", true
	case zmqapi.String:
		unit = " bytes"
	}
	switch {
	case cInt && (n > math.MaxInt32 || n < math.MinInt32):
		return fmt.Sprintf("%d%s does not fit into C's int", n, unit)
	case info.Accepted(n):
		return ""
	}
	return fmt.Sprintf("libzmq refuses %d%s (EINVAL); it takes %s%s", n, unit, accepted(info), unit)
}

// accepted is the range of an option in words.
func accepted(info *zmqapi.OptionInfo) string {
	switch {
	case info.Values != nil:
		var words []string
		for _, v := range info.Values {
			words = append(words, strconv.FormatInt(v, 10))
		}
		return strings.Join(words, " or ")
	case info.Max >= math.MaxInt32:
		return fmt.Sprintf("%d or more", info.Min)
	}
	return fmt.Sprintf("%d to %d", info.Min, info.Max)
}
