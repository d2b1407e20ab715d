package sockets

// Summaries as text, for tests and for whoever debugs the engine.

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// String has one line for each thing that callers can see.
func (s *Summary) String() string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if s.noReturn {
		add("does not return")
	}
	for _, e := range s.effects {
		add("%s: %s", e.slot, e.state)
	}
	for _, h := range s.results {
		add("result %d%s = %s", h.index, pathText(h.path), h.from)
	}
	for i, opaque := range s.opaque {
		if opaque {
			add("result %d can be anything", i)
		}
	}
	for _, st := range s.stores {
		add("%s := %s", st.to, st.from)
	}
	for _, ev := range s.pending {
		if ev.Kind != Set {
			add("%s on %s after %s", ev.API.Name, ev.slot, ev.Before)
		}
	}
	return strings.Join(lines, "\n")
}

func (s Slot) String() string {
	switch s.kind {
	case locGlobal:
		return s.glob.Name() + pathText(s.path)
	case locFree:
		return fmt.Sprintf("captured%d%s", s.index, pathText(s.path))
	}
	return fmt.Sprintf("param%d%s", s.index, pathText(s.path))
}

func (f source) String() string {
	if f.slot != nil {
		return f.slot.String()
	}
	return "new socket, " + f.obj.state.String()
}

func pathText(path []*types.Var) string {
	var b strings.Builder
	for _, f := range path {
		if f == elem {
			b.WriteString("[]")
		} else {
			b.WriteString("." + f.Name())
		}
	}
	return b.String()
}

func (s State) String() string {
	var parts []string
	add := func(label string, set zmqapi.OptionSet) {
		if n := names(set); len(n) > 0 {
			parts = append(parts, label+" "+strings.Join(n, " "))
		}
	}
	if s.Unknown != "" {
		parts = append(parts, "unknown ("+s.Unknown+")")
	}
	add("must", s.Must)
	add("may", s.May.Minus(s.Must))
	if s.Mech != fresh().Mech && s.Mech != entry().Mech {
		parts = append(parts, "mechanism "+s.Mech.String())
	}
	if s.Phase&mustOpen != 0 {
		parts = append(parts, "open")
	} else if s.Phase != 0 {
		parts = append(parts, "maybe open")
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, "; ")
}

func (s mechSet) String() string {
	mechs := [...]string{"as before", "NULL", "NULL by ServerAuthNull", "NULL again", "PLAIN", "CURVE", "GSSAPI"}
	roles := [...]string{"", " client", " server"}
	var out []string
	s.each(func(m mechanism, r role) { out = append(out, mechs[m]+roles[r]) })
	return strings.Join(out, " or ")
}

// names are the libzmq names of the options in a set.
func names(s zmqapi.OptionSet) (out []string) {
	for o := range s.All() {
		if o < zmqapi.NumOptions {
			out = append(out, o.String())
		}
	}
	return out
}
