package lsp

// Words for what is known of a socket.

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// maxOpens is how many opens of one variable are described.
const maxOpens = 8

// describe tells of the sockets of a variable, or of one open, in Markdown.
func (k *knowledge) describe(name string, opens []*sockets.Opening) (lines []string) {
	if len(opens) == 0 {
		return []string{"**ZeroMQ socket** `" + name + "`: not opened, as far as zmqlint can follow it."}
	}
	for i, o := range opens {
		if i == maxOpens {
			return append(lines, "", fmt.Sprintf("… and %d more", len(opens)-i))
		}
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, k.opening(o)...)
	}
	return lines
}

// opening describes one open: what and where, the security, the options.
func (k *knowledge) opening(o *sockets.Opening) []string {
	at := k.fset.PositionFor(o.Pos, false)
	head := fmt.Sprintf("**%s** %s %s (%s:%d)", o.Subject(), o.Verb(), quoted(o), filepath.Base(at.Filename), at.Line)
	lines := []string{head, "", "- CURVE: " + security(o)}
	if why := unknown(o); why != "" {
		return append(lines, "- options: not known, "+why)
	}
	for _, opt := range listed(o) {
		line := "- " + opt.String() + ": " + state(o, opt)
		if v := k.value(o, opt); v != "" {
			line += " (" + v + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func quoted(o *sockets.Opening) string {
	if text := o.Endpoint.String(); text != "" && o.By == "" {
		return "`" + text + "`"
	}
	return o.Where()
}

// summary is an open in one line.
func (k *knowledge) summary(o *sockets.Opening) string {
	parts := []string{o.Subject() + " " + o.Verb() + " " + o.Where(), "CURVE: " + security(o)}
	var without []string
	for _, opt := range limits {
		if unknown(o) == "" && asks(o, opt) && state(o, opt) == notSet {
			without = append(without, opt.String())
		}
	}
	if len(without) > 0 {
		parts = append(parts, "without "+sockets.List(without))
	}
	return strings.Join(parts, " · ")
}

// unknown says why nothing is known of the options, if nothing is.
func unknown(o *sockets.Opening) string {
	for _, u := range o.Contexts {
		if !u.Known() {
			return u.Before.Unknown
		}
	}
	if len(o.Contexts) == 0 {
		return "where the socket comes from is not known"
	}
	return ""
}

func security(o *sockets.Opening) string {
	if what := o.Incapable(); what != "" {
		return "not possible with " + what
	}
	if why := unknown(o); why != "" {
		return "not known"
	}
	var said []string
	for _, u := range o.Contexts {
		words := ""
		switch u.Before.Encrypted() {
		case sockets.Always:
			words = "yes" + role(u)
		case sockets.Sometimes:
			words = "on some paths" + role(u)
		case sockets.Undecided:
			words = "not known"
		case sockets.Never:
			words = "no"
		}
		if !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	return strings.Join(said, " or ")
}

func role(u *sockets.Use) string {
	switch {
	case u.Before.CurveServer() && u.Before.CurveClient():
		return ", as server or client"
	case u.Before.CurveServer():
		return ", as server"
	case u.Before.CurveClient():
		return ", as client"
	}
	return ""
}

// limits are the options that missing-options speaks of; they are listed
// whether they are set or not.
var limits = []zmqapi.Option{zmqapi.MaxMsgSize, zmqapi.RcvHWM, zmqapi.SndHWM, zmqapi.Linger, zmqapi.TCPKeepalive}

// asks reports whether the option does something for a type that the socket
// can have.
func asks(o *sockets.Opening, opt zmqapi.Option) bool {
	needs := map[zmqapi.Option]func(zmqapi.SocketType) bool{
		zmqapi.MaxMsgSize: zmqapi.NeedsMaxMsgSize, zmqapi.RcvHWM: zmqapi.NeedsRcvHWM,
		zmqapi.SndHWM: zmqapi.NeedsSndHWM, zmqapi.Linger: zmqapi.NeedsLinger,
	}[opt]
	return needs == nil || o.Types.Empty() || slices.ContainsFunc(o.Types.Types(), needs)
}

// listed are the options to tell of: the limits, and what else is set.
func listed(o *sockets.Opening) (opts []zmqapi.Option) {
	for _, opt := range limits {
		if asks(o, opt) {
			opts = append(opts, opt)
		}
	}
	var set zmqapi.OptionSet
	for _, u := range o.Contexts {
		set = set.Union(u.Before.May)
	}
	for opt := range set.All() {
		if opt < zmqapi.NumOptions && !slices.Contains(opts, opt) {
			opts = append(opts, opt)
		}
	}
	return opts
}

const notSet = "not set"

// state says on which paths an option is set before an open.
func state(o *sockets.Opening, opt zmqapi.Option) string {
	must, may, after, unsure := true, false, true, false
	var some *sockets.Use
	for _, u := range o.Contexts {
		must = must && u.Before.Must.Has(opt)
		after = after && u.After.Has(opt)
		unsure = unsure || u.Unsure.Has(opt)
		if u.Before.May.Has(opt) {
			may = true
			if !u.Before.Must.Has(opt) {
				some = u
			}
		}
	}
	switch {
	case must:
		return "set"
	case unsure:
		return "not known"
	case may && some != nil:
		return "not set " + some.When(zmqapi.SetOf(opt))
	case may:
		return "set on some of the sockets"
	case after:
		return "set afterwards"
	}
	return notSet
}

// value is what an option is set to on the sockets of an open, when that is a
// number. Keys and passwords are strings, and not shown.
func (k *knowledge) value(o *sockets.Opening, opt zmqapi.Option) string {
	info := opt.Info()
	if info == nil || info.Arg == zmqapi.String {
		return ""
	}
	var values []string
	for _, s := range k.settings {
		if s.Option != opt || !shareOrigin(o.Contexts, s.Contexts) {
			continue
		}
		numbers, ok := s.Arg(0).Ints()
		if !ok {
			return ""
		}
		for _, n := range numbers {
			if text := number(info, n); !slices.Contains(values, text) {
				values = append(values, text)
			}
		}
	}
	return strings.Join(values, " or ")
}

func shareOrigin(a, b []*sockets.Use) bool {
	for _, u := range a {
		for _, origin := range u.Origins {
			if slices.ContainsFunc(b, func(v *sockets.Use) bool { return slices.Contains(v.Origins, origin) }) {
				return true
			}
		}
	}
	return false
}

func number(info *zmqapi.OptionInfo, n int64) string {
	text, inUnit := fmt.Sprint(n), n
	if info.Arg == zmqapi.Duration && n > 0 {
		text, inUnit = time.Duration(n).String(), time.Duration(n).Milliseconds()
	}
	if meaning := info.Meaning(inUnit); meaning != "" {
		text += ": " + meaning
	}
	return text
}
