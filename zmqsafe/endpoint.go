package zmqsafe

// Where a socket may be opened. An endpoint is taken apart before libzmq sees it,
// because libzmq takes more than can be judged: names of interfaces, wildcards,
// source addresses, transports that have no CURVE.

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// endpoint is one that the policy has let pass.
type endpoint struct {
	text    string // as libzmq gets it
	local   bool   // does not leave the machine: inproc, ipc, loopback
	inproc  bool
	ipv6    bool
	ipcPath string // of ipc, unless it is abstract
}

// ErrWildcard tells that an endpoint would listen on every interface.
var ErrWildcard = errors.New("an endpoint on every interface: name the address of one")

// ErrOutside tells that an endpoint is in none of the allowed networks.
var ErrOutside = errors.New("outside of the allowed networks (Options.Networks)")

func parseEndpoint(text string, listen bool, networks []netip.Prefix) (endpoint, error) {
	e := endpoint{text: text}
	transport, address, ok := strings.Cut(text, "://")
	if !ok || address == "" || strings.ContainsRune(text, 0) { // libzmq reads up to a zero
		return e, errors.New("not an endpoint, which is TRANSPORT://ADDRESS")
	}
	switch transport {
	case "inproc":
		e.local, e.inproc = true, true
		if strings.HasPrefix(address, reserved) || address == "zeromq.zap.01" {
			return e, errors.New("the name is reserved")
		}
		return e, nil
	case "ipc":
		e.local = true
		return e, e.checkIPC(address)
	case "tcp":
		return e, e.checkTCP(address, listen, networks)
	}
	return e, fmt.Errorf("transport %q: tcp, ipc and inproc are supported, the others of libzmq have no CURVE or are not released", transport)
}

// checkIPC wants a path that can be told from others: libzmq makes up a file for
// "*", and takes a relative path from wherever the process happens to be.
func (e *endpoint) checkIPC(address string) error {
	if strings.HasPrefix(address, "@") {
		return nil // abstract, on Linux
	}
	if !filepath.IsAbs(address) {
		return errors.New("the path of an ipc endpoint has to be absolute")
	}
	e.ipcPath = address
	return nil
}

func (e *endpoint) checkTCP(address string, listen bool, networks []netip.Prefix) error {
	if strings.Contains(address, ";") {
		return errors.New("a source address is not supported")
	}
	colon := strings.LastIndexByte(address, ':')
	if colon < 0 {
		return errors.New("no port")
	}
	host, port := address[:colon], address[colon+1:]
	if err := checkPort(port, listen); err != nil {
		return err
	}
	if host == "*" || host == "" {
		return ErrWildcard
	}
	ip, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	if err != nil {
		return e.checkName(host, listen, networks)
	}
	e.ipv6 = ip.Is6()
	ip = ip.Unmap().WithZone("")
	if ip.IsUnspecified() {
		return ErrWildcard
	}
	e.local = ip.IsLoopback()
	if !allowed(ip, networks) {
		return fmt.Errorf("%v is %w", ip, ErrOutside)
	}
	return nil
}

func checkPort(port string, listen bool) error {
	if listen && (port == "*" || port == "0") {
		return nil // any free one
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("port %q is not a number from 1 to 65535", port)
	}
	return nil
}

func (e *endpoint) checkName(host string, listen bool, networks []netip.Prefix) error {
	switch {
	case listen:
		return fmt.Errorf("%q is not an IP address; names of hosts and interfaces are not taken to listen on, because what they stand for can change", host)
	case len(networks) > 0:
		return fmt.Errorf("%q is not an IP address, and Networks are kept for addresses only", host)
	case strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789-._") != "":
		return fmt.Errorf("%q is not the name of a host", host)
	}
	// Not local, even for localhost: what the name resolves to is not known.
	return nil
}

func allowed(ip netip.Addr, networks []netip.Prefix) bool {
	if len(networks) == 0 {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	return contains(networks, ip)
}

func contains(networks []netip.Prefix, ip netip.Addr) bool {
	return slices.ContainsFunc(networks, func(n netip.Prefix) bool { return n.Contains(ip) })
}
