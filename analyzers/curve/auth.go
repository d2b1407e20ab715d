package curve

import (
	"net/netip"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

const allowAny = "*" // zmq4.CURVE_ALLOW_ANY, and the domain that stands for all

// openCurve reports a CURVE server that admits any client key (zmq-facts: a
// CURVE server without a ZAP handler in its context accepts everyone).
func (c *checker) openCurve(o *sockets.Opening) {
	if c.res.Auth.Handler {
		return
	}
	for _, u := range o.Contexts {
		if !u.Known() || !u.Before.CurveServer() {
			continue
		}
		if why, may := c.admitsAny(o, u); why != "" {
			may = may || u.Before.CurveClient() || u.Before.Encrypted() != sockets.Always
			verb := "is"
			if may {
				verb = "may be"
			}
			c.report("open-curve", o, may, "%s %s %s %s as a CURVE server that admits any client key: %s", o.Subject(), verb, o.Verb(), o.Where(), why)
			return
		}
	}
}

func (c *checker) admitsAny(o *sockets.Opening, u *sockets.Use) (why string, may bool) {
	auth := c.res.Auth
	if len(auth.Starts) == 0 && !auth.Elsewhere {
		if auth.Main || len(auth.Keys) == 0 {
			return "no authenticator is started (AuthStart)", false
		}
		return "", false
	}
	if u.FromContext() {
		return "AuthStart serves the default context, and this socket belongs to another", false
	}
	if len(auth.Starts) > 0 && !auth.Elsewhere && startedAfter(auth.Starts, o) {
		return "the authenticator is started after it", false
	}
	return c.keysAdmitAny(u)
}

// keysAdmitAny looks for CURVE_ALLOW_ANY in the socket's domain. Where other
// keys are added on other paths, it is one of two configurations.
func (c *checker) keysAdmitAny(u *sockets.Use) (why string, may bool) {
	domain, known := u.DomainValue()
	if !known {
		return "", false
	}
	var anyone, others []*sockets.AuthCall
	for _, k := range c.res.Auth.Keys {
		switch {
		case !sameDomain(k, domain, u):
		case hasText(k.Values, allowAny):
			anyone = append(anyone, k)
		default:
			others = append(others, k)
		}
	}
	if len(anyone) == 0 {
		return "", false
	}
	i := slices.IndexFunc(anyone, func(k *sockets.AuthCall) bool {
		return !k.Values.Open && !slices.ContainsFunc(others, func(o *sockets.AuthCall) bool { return !onOnePath(k.Instr, o.Instr) })
	})
	if hasText(anyone[max(i, 0)].Domain, allowAny) {
		return "CURVE_ALLOW_ANY is added for every domain", i < 0
	}
	return "CURVE_ALLOW_ANY is added for its domain", i < 0
}

// sameDomain reports whether the keys of call k are meant for the socket's
// domain.
func sameDomain(k *sockets.AuthCall, domain sockets.Value, u *sockets.Use) bool {
	if k.ArgValue(0) == u.DomainArg() && u.DomainArg() != nil {
		return true
	}
	for _, a := range k.Domain.Alts {
		if a.Const == nil {
			continue
		}
		if a.Text == allowAny {
			return true
		}
		for _, b := range domain.Alts {
			if b.Const != nil && a.Text == b.Text {
				return true
			}
		}
	}
	return false
}

// startedAfter reports whether every start comes after the open on its path.
func startedAfter(starts []*sockets.AuthCall, o *sockets.Opening) bool {
	for _, s := range starts {
		if !comesBefore(o.Instr, s.Instr) {
			return false
		}
	}
	return true
}

// onOnePath reports whether the calls run one after the other.
func onOnePath(a, b ssa.CallInstruction) bool { return comesBefore(a, b) || comesBefore(b, a) }

func comesBefore(a, b ssa.CallInstruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	for _, instr := range a.Block().Instrs {
		switch instr {
		case a:
			return true
		case b:
			return false
		}
	}
	return false
}

// authenticator reports calls of the authenticator that do not do what they
// say.
func (c *checker) authenticator() {
	for _, call := range c.res.Calls {
		switch call.Name {
		case "AuthAllow", "AuthDeny":
			c.addresses(call)
		case "AuthSetVerbose":
			if v := call.Arg(0); !v.Open && len(v.Alts) == 1 && v.Alts[0].Const.ExactString() == "true" {
				c.reportCall("auth-gap", call, "AuthSetVerbose(true) writes every request to the log, with the passwords of PLAIN clients")
			}
		case "AuthStop":
			c.stopped(call)
		case "AuthCurveAdd":
			c.strayKeys(call)
		}
	}
	for _, o := range c.res.Opens {
		c.noKeys(o)
	}
}

// addresses reports addresses that AuthAllow and AuthDeny ignore, and lists
// that no socket consults.
func (c *checker) addresses(call *sockets.Call) {
	list := c.authCall(call)
	if list == nil {
		return
	}
	for _, a := range list.Values.Alts {
		if a.Const != nil && !isAddress(a.Text) {
			consequence := "the list stays without it, and an empty list lets everyone pass"
			if call.Name == "AuthDeny" {
				consequence = "who was to be denied is let in"
			}
			c.reportCall("auth-gap", call, "%s ignores %q, which is neither an IP address nor a CIDR range: %s", call.Name, a.Text, consequence)
			return
		}
	}
	if c.res.Auth.Main && !c.res.Auth.Elsewhere && len(c.res.Auth.Starts) > 0 && !c.res.Auth.Domains {
		c.reportCall("auth-gap", call, "%s has no effect: no socket of the program sets a ZAP domain, and without one a NULL socket never asks the authenticator", call.Name)
	}
}

func (c *checker) authCall(call *sockets.Call) *sockets.AuthCall {
	for _, list := range [][]*sockets.AuthCall{c.res.Auth.Lists, c.res.Auth.Keys} {
		for _, a := range list {
			if a.Instr == call.Instr {
				return a
			}
		}
	}
	return nil
}

func isAddress(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(s)
	return err == nil
}

// stopped reports AuthStop while a CURVE server that the same function knows is
// open.
func (c *checker) stopped(stop *sockets.Call) {
	if _, deferred := stop.Instr.(*ssa.Defer); deferred || endsMain(stop.Instr) {
		return
	}
	for _, o := range c.res.Opens {
		for _, u := range o.Contexts {
			if u.Known() && u.Before.CurveServer() && comesBefore(outermost(u), stop.Instr) && !c.closedBefore(u, stop) {
				c.reportCall("auth-gap", stop, "AuthStop while the %s %s %s is open: from here on it admits any client key", o.Subject(), o.Verb(), o.Where())
				return
			}
		}
	}
}

// endsMain reports whether a call is the last thing that the program does.
func endsMain(call ssa.CallInstruction) bool {
	fn := call.Parent()
	if fn.Name() != "main" || fn.Pkg == nil || fn.Pkg.Pkg.Name() != "main" {
		return false
	}
	instrs := call.Block().Instrs
	rest := instrs[slices.Index(instrs, ssa.Instruction(call))+1:]
	for _, instr := range rest {
		switch instr := instr.(type) {
		case *ssa.Jump, *ssa.If, *ssa.Go:
			return false
		case *ssa.Call: // a last word, such as fmt.Println
			fn := instr.Call.StaticCallee()
			if fn == nil || fn.Blocks != nil || fn.Pkg == nil || zmqapi.IsZMQ4(fn.Pkg.Pkg.Path()) {
				return false
			}
		}
	}
	return true
}

// closedBefore reports whether the socket, or one that is not known, is closed
// when stop runs.
func (c *checker) closedBefore(u *sockets.Use, stop *sockets.Call) bool {
	for _, cl := range c.res.Closes {
		for _, cu := range cl.Contexts {
			at := outermost(cu)
			if _, deferred := at.(*ssa.Defer); !deferred && comesBefore(at, stop.Instr) && (sameSocket(u, cu) || len(cu.Origins) == 0) {
				return true
			}
		}
	}
	return false
}

// outermost is the call, in the function that made the socket, that leads to
// the use.
func outermost(u *sockets.Use) ssa.CallInstruction {
	if len(u.Via) > 0 {
		return u.Via[0]
	}
	return u.Call
}
