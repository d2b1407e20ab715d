package sockets

// The lattice: what is known of one socket at one point of the program.
//
// A State is relative to the entry of the function that it was computed in:
// a socket made there starts with fresh, a parameter with entry. compose puts
// two in sequence, join merges two paths.

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// State is comparable, so that the worklist can tell when nothing changes.
type State struct {
	Must, May zmqapi.OptionSet // set on every path, on some path
	Mech      mechSet
	Phase     phase
	Unknown   string // why nothing is known of the options; empty when they are known

	domain    ssa.Value // argument of the last ZAP domain setter
	domainSet uint8     // domainInherited, domainOne, domainMany
	resetAt   token.Pos // the call that put the mechanism back
}

const (
	domainInherited = iota
	domainOne
	domainMany
)

// phase tells whether the socket was opened: bits for "on some path" and "on
// every path".
type phase uint8

const (
	mayBind phase = 1 << iota
	mayConnect
	mustBind // every path has bound
	mustOpen // every path has bound or connected
)

const mustPhase = mustBind | mustOpen

// mechSet is the set of (mechanism, role) pairs that a socket can have: one
// bit for each. libzmq keeps one mechanism and one role for each socket, and
// the last setter wins (zmq_curve(7), options.cpp).
type mechSet uint32

type mechanism uint8

const (
	mechInherited mechanism = iota // as it was at the entry of the function
	mechNull
	mechNullAuth // NULL by ServerAuthNull
	mechReset    // NULL again, after something else
	mechPlain
	mechCurve
	mechGSSAPI
	numMechs
)

type role uint8

const (
	roleInherited role = iota
	roleClient
	roleServer
	numRoles
)

func mech(m mechanism, r role) mechSet { return 1 << (uint(m)*uint(numRoles) + uint(r)) }

func (s mechSet) each(f func(mechanism, role)) {
	for m := mechInherited; m < numMechs; m++ {
		for r := roleInherited; r < numRoles; r++ {
			if s&mech(m, r) != 0 {
				f(m, r)
			}
		}
	}
}

// has reports whether the socket can have mechanism m in any role.
func (s mechSet) has(m mechanism) bool {
	return s&(mech(m, roleInherited)|mech(m, roleClient)|mech(m, roleServer)) != 0
}

// hasRole reports whether the socket can have mechanism m in role r.
func (s mechSet) hasRole(m mechanism, r role) bool { return s&mech(m, r) != 0 }

// Pseudo-options, kept in the sets beside the real ones: the socket was made a
// CURVE server or client since it was opened last. From one open to the next it
// may change its role.
const (
	madeServer zmqapi.Option = 126
	madeClient zmqapi.Option = 127
)

var roles = zmqapi.SetOf(madeServer, madeClient)

// fresh is the state of a socket that was just made.
func fresh() State { return State{Mech: mech(mechNull, roleClient), domainSet: domainOne} }

// entry is the state of a parameter at the entry of its function.
func entry() State { return State{Mech: mech(mechInherited, roleInherited)} }

// join merges the states of two paths that meet.
func join(a, b State) State {
	if a == b {
		return a
	}
	j := State{
		Must:      a.Must.Inter(b.Must),
		May:       a.May.Union(b.May),
		Mech:      a.Mech | b.Mech,
		Phase:     (a.Phase|b.Phase)&^mustPhase | a.Phase&b.Phase&mustPhase,
		Unknown:   a.Unknown,
		domain:    a.domain,
		domainSet: a.domainSet,
		resetAt:   a.resetAt,
	}
	if j.Unknown == "" {
		j.Unknown = b.Unknown
	}
	switch {
	case a.domain == nil && a.domainSet != domainMany: // no domain is no other domain
		j.domain, j.domainSet = b.domain, max(a.domainSet, b.domainSet)
	case b.domain == nil && b.domainSet != domainMany:
		j.domainSet = max(a.domainSet, b.domainSet)
	case a.domain != b.domain:
		j.domain, j.domainSet = nil, domainMany
	}
	if j.resetAt == token.NoPos {
		j.resetAt = b.resetAt
	}
	return j
}

// compose puts the relative state rel behind base.
func compose(base, rel State) State {
	s := State{
		Must:      base.Must.Union(rel.Must),
		May:       base.May.Union(rel.May),
		Phase:     base.Phase | rel.Phase,
		Unknown:   base.Unknown,
		domain:    rel.domain,
		domainSet: rel.domainSet,
		resetAt:   rel.resetAt,
	}
	if rel.Phase != 0 {
		s.Must = base.Must.Minus(roles).Union(rel.Must)
	}
	if s.Unknown == "" {
		s.Unknown = rel.Unknown
	}
	if rel.domainSet == domainInherited {
		s.domain, s.domainSet = base.domain, base.domainSet
	}
	if s.resetAt == token.NoPos {
		s.resetAt = base.resetAt
	}
	rel.Mech.each(func(m mechanism, r role) {
		base.Mech.each(func(bm mechanism, br role) {
			if r != roleInherited {
				br = r
			}
			switch m {
			case mechInherited:
				s.Mech |= mech(bm, br)
			case mechNull, mechNullAuth, mechReset:
				s.Mech |= mech(resetFrom(bm, m), br)
			default:
				s.Mech |= mech(m, br)
			}
		})
	})
	return s
}

// resetFrom tells NULL from NULL again: the latter is a reset only where a
// mechanism was set before.
func resetFrom(before, m mechanism) mechanism {
	if before == mechPlain || before == mechCurve || before == mechGSSAPI {
		return mechReset
	}
	return max(before, m) // inherited < NULL < ServerAuthNull < reset
}

// set records that opt is set on this path.
func (s State) set(opts ...zmqapi.Option) State {
	s.Must, s.May = s.Must.With(opts...), s.May.With(opts...)
	return s
}

// weaken makes what rel adds a possibility instead of a certainty: for a
// goroutine, whose effects come at no particular time.
func (s State) weaken() State {
	s.Must, s.Phase = zmqapi.OptionSet{}, s.Phase&^mustPhase
	s.Mech |= mech(mechInherited, roleInherited)
	return s
}
