package curve

import (
	"fmt"
	"slices"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// Keys and sockets meet in a ZAP domain. Both sides must be known to say that
// they do not.

// noKeys reports a CURVE server whose domain gets no key at all: with the
// authenticator running, nobody can connect.
func (c *checker) noKeys(o *sockets.Opening) {
	auth := c.res.Auth
	if !auth.Main || auth.Elsewhere || auth.Handler || len(auth.Starts) == 0 || !o.Endpoint.Remote() {
		return
	}
	for _, u := range o.Contexts {
		if !u.Known() || u.Before.Encrypted() != sockets.Always || !u.Before.CurveServer() || u.FromContext() {
			continue
		}
		domain, known := u.DomainValue()
		if !known || !exact(domain) {
			continue
		}
		if !c.mayHaveKeys(domain, u) {
			c.report("auth-gap", o, false, "no key is ever added to %s of the %s %s %s: the authenticator refuses every client", domainName(domain), o.Subject(), o.Verb(), o.Where())
			return
		}
	}
}

func (c *checker) mayHaveKeys(domain sockets.Value, u *sockets.Use) bool {
	for _, k := range c.res.Auth.Keys {
		if !exact(k.Domain) || sameDomain(k, domain, u) {
			return true
		}
	}
	return false
}

// strayKeys reports keys added to a domain that no CURVE server of the program
// uses.
func (c *checker) strayKeys(call *sockets.Call) {
	auth := c.res.Auth
	k := c.authCall(call)
	if k == nil || !auth.Main || auth.Elsewhere || !exact(k.Domain) || len(k.Domain.Alts) == 0 || len(auth.Servers) == 0 {
		return
	}
	for _, u := range auth.Servers {
		domain, known := u.DomainValue()
		if !known || !exact(domain) || sameDomain(k, domain, u) {
			return
		}
	}
	c.reportCall("auth-gap", call, "keys are added to the ZAP domain %q, which no CURVE server of the program uses", k.Domain.Alts[0].Text)
}

// domainName is "the ZAP domain "jobs"" in the words of messages.
func domainName(v sockets.Value) string {
	if len(v.Alts) == 0 || v.Alts[0].Text == "" {
		return "the empty ZAP domain"
	}
	return fmt.Sprintf("the ZAP domain %q", v.Alts[0].Text)
}

// hasText reports whether s is one of the alternatives of v.
func hasText(v sockets.Value, s string) bool {
	return slices.ContainsFunc(v.Alts, func(a sockets.Alt) bool { return a.Const != nil && a.Text == s })
}

// exact reports whether every alternative of v is known to its end.
func exact(v sockets.Value) bool {
	for _, a := range v.Alts {
		if a.Const == nil {
			return false
		}
	}
	return !v.Open
}
