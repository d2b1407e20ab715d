// Package exposure tells who can reach a socket: binds to every interface,
// public addresses, and local sockets where other users can get at them.
//
// # Deliberately not reported
//
// Host names, private and link-local addresses; wildcards in files that are
// data, such as sample configurations.
package exposure

import (
	"fmt"
	"net/netip"
	"path"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// Analyzer reports the rules of this package; its result is a finding.List.
var Analyzer = &analysis.Analyzer{
	Name:             "zmqexposure",
	Doc:              "check who can reach ZeroMQ sockets: wildcard binds, public addresses, shared directories\n\nSee the documentation of the package.",
	URL:              "https://github.com/zmqlint/zmqlint/tree/main/docs/rules",
	Requires:         []*analysis.Analyzer{sockets.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[finding.List](),
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	res, _ := pass.ResultOf[sockets.Analyzer].(*sockets.Result)
	if res == nil {
		return finding.List(nil), nil
	}
	cfg := config.For(pass)
	var found finding.List
	for _, o := range res.Opens {
		for _, check := range []func(*sockets.Opening, *config.Config) (finding.Finding, bool){wildcard, public, shared} {
			if f, ok := check(o, cfg); ok {
				if f.Rule == "wildcard-bind" {
					f.Fix = loopback(pass, o)
				}
				found = append(found, f)
			}
		}
	}
	return finding.Report(pass, found), nil
}

// wildcard reports a bind to every interface, be it only by default.
func wildcard(o *sockets.Opening, _ *config.Config) (finding.Finding, bool) {
	if !o.Bind {
		return finding.Finding{}, false
	}
	for _, a := range o.Endpoint.Alts {
		if a.IsWildcard() {
			f := at("wildcard-bind", o, "%s is bound to every interface: %s", o.Subject(), a)
			f.Severity = rule.Error
			if encrypted(o) {
				f.Severity = rule.Warning
			}
			return f, true
		}
	}
	return finding.Finding{}, false
}

// encrypted reports whether every socket of the opening has CURVE.
func encrypted(o *sockets.Opening) bool {
	for _, u := range o.Contexts {
		if !u.Known() || u.Before.Encrypted() != sockets.Always {
			return false
		}
	}
	return len(o.Contexts) > 0
}

// public reports an address that is routed on the Internet, unless it lies in
// one of the configured networks.
func public(o *sockets.Opening, cfg *config.Config) (finding.Finding, bool) {
	for _, a := range o.Endpoint.Alts {
		host, ok := a.Host()
		if !ok || a.Transport() == "ipc" || a.Transport() == "inproc" {
			continue
		}
		ip, err := netip.ParseAddr(host)
		if err == nil && globallyRoutable(ip) && !cfg.Permits(ip) {
			return at("public-endpoint", o, "%s is %s a public address: %s", o.Subject(), o.Verb(), a), true
		}
	}
	return finding.Finding{}, false
}

// special are the blocks of the IANA special-purpose registries that netip has
// no predicate for: shared address space, documentation, benchmarking, 6to4
// relays, reserved.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("3fff::/20"),
}

func globallyRoutable(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// shared reports a Unix domain socket where every user of the machine can get
// at it or take its name first. A name whose end is not known is taken to stay
// in its directory.
func shared(o *sockets.Opening, _ *config.Config) (finding.Finding, bool) {
	for _, a := range o.Endpoint.Alts {
		if a.Transport() != "ipc" {
			continue
		}
		name := a.Address()
		if strings.HasPrefix(name, "@") {
			return at("shared-ipc", o, "%s is %s the abstract name %s, which has no permissions: every user of the machine can connect to it or take it first", o.Subject(), o.Verb(), a), true
		}
		switch path.Dir(name) {
		case "/tmp", "/var/tmp", "/dev/shm":
			return at("shared-ipc", o, "%s is %s %s, in a directory where every user of the machine can write", o.Subject(), o.Verb(), a), true
		}
	}
	return finding.Finding{}, false
}

func at(name string, o *sockets.Opening, format string, args ...any) finding.Finding {
	return finding.At(name, o, false, fmt.Sprintf(format, args...))
}
