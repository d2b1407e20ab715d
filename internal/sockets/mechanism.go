package sockets

// What API calls do to the State of their socket.

import (
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

func opened(s State, kind zmqapi.Kind) State {
	if kind == zmqapi.KindBind {
		s.Phase |= mayBind | mustBind | mustOpen
	} else {
		s.Phase |= mayConnect | mustOpen
	}
	s.Must = s.Must.Minus(roles)
	return s
}

// optionsOf are the options that an API call sets.
func optionsOf(row *zmqapi.Call) zmqapi.OptionSet {
	s := zmqapi.SetOf(row.Sets...)
	if row.Option != zmqapi.NoOption {
		s = s.With(row.Option)
	}
	return s
}

// configured is the state after a setter or a compound authentication call.
func configured(s State, call ssa.CallInstruction, row *zmqapi.Call) State {
	opts := optionsOf(row)
	if v := argument(call.Common(), 1); row.Option == zmqapi.HeartbeatIvl && v != nil && isZero(v) {
		opts = zmqapi.OptionSet{} // heartbeats stay off
	}
	s.Must, s.May = s.Must.Union(opts), s.May.Union(opts)
	for _, set := range row.Settings {
		rel := entry()
		rel.Mech = mechanismOf(set, settingArg(call, set))
		if rel.Mech.has(mechNull) {
			if row.Name == "ServerAuthNull" {
				rel.Mech = mech(mechNullAuth, roleInherited)
			}
			rel.resetAt = call.Pos()
		}
		switch {
		case set.Option == zmqapi.ZAPDomain:
			rel.domain, rel.domainSet = settingArg(call, set), domainOne
		case rel.Mech == mech(mechCurve, roleServer):
			rel = rel.set(madeServer)
		case rel.Mech == mech(mechCurve, roleClient):
			rel = rel.set(madeClient)
		}
		s = compose(s, rel)
	}
	return s
}

// settingArg is the value that a call gives an option, nil when the call's
// name implies it.
func settingArg(call ssa.CallInstruction, set zmqapi.Setting) ssa.Value {
	if set.Arg < 0 {
		return nil
	}
	return argument(call.Common(), set.Arg+1)
}

// mechanismOf is what setting an option does to mechanism and role: the last
// mechanism setter wins, keys keep the role, a server key makes a client
// (options.cpp of libzmq).
func mechanismOf(set zmqapi.Setting, v ssa.Value) mechSet {
	zero := v != nil && isZero(v) || v == nil && set.Value == 0
	unless := func(m mechanism, r role) mechSet {
		if zero {
			return mech(mechNull, roleClient)
		}
		return mech(m, r)
	}
	switch set.Option {
	case zmqapi.CurveServer:
		return unless(mechCurve, roleServer)
	case zmqapi.PlainServer:
		return unless(mechPlain, roleServer)
	case zmqapi.PlainUsername, zmqapi.PlainPassword:
		return unless(mechPlain, roleClient)
	case zmqapi.CurvePublicKey, zmqapi.CurveSecretKey:
		return mech(mechCurve, roleInherited)
	case zmqapi.CurveServerKey:
		return mech(mechCurve, roleClient)
	case zmqapi.GSSAPIServer:
		return mech(mechGSSAPI, roleServer)
	case zmqapi.GSSAPIPrincipal, zmqapi.GSSAPIServicePrincipal:
		return mech(mechGSSAPI, roleInherited)
	}
	return mech(mechInherited, roleInherited)
}

// isZero reports whether v is the constant 0, false or "".
func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return ok
	}
	switch c.Value.ExactString() {
	case "0", "false", `""`:
		return true
	}
	return false
}
