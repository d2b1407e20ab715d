package zmqsafe

// Who may connect. The lists are of keys; what a peer calls itself decides
// nothing. A list that is not there admits nobody.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
	"golang.org/x/time/rate"
)

// Authenticator decides, for each connection to a CURVE server in its Context,
// whether the key of the client is allowed. It is there as long as the Context
// is, and safe for concurrent use.
//
// Each domain has its own lists, see [Server]. A new Authenticator admits nobody.
// It refuses every mechanism other than CURVE.
type Authenticator struct {
	ctx     *Context
	audit   func(Decision)
	refusal rate.Sometimes // logged, when there is no audit

	mu      sync.RWMutex
	domains map[string]*domain
	// ids has the keys that were ever in a list, by the User-Id that libzmq
	// attaches to messages. It is there because reading a key takes longer
	// than receiving a message.
	ids map[string]certs.PublicKey
}

type domain struct {
	// allowed has the names of keys by where they come from: a directory, or ""
	// for Allow.
	allowed  map[string]map[certs.PublicKey]string
	revoked  map[certs.PublicKey]bool // whatever directories say
	networks []netip.Prefix
	admitted map[certs.PublicKey]bool // once; they may have connections
}

// Decision is what the Authenticator found about one connection.
type Decision struct {
	Time      time.Time
	Domain    string
	Address   string // IP address; of an ipc peer localhost:UID:GID:PID
	Mechanism string // CURVE, or what was refused for not being it
	Key       certs.PublicKey
	Name      string // of the key; empty when it is not in a list
	Allowed   bool
	Reason    string
}

// LogValue is the decision as a group.
func (d Decision) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Bool("allowed", d.Allowed), slog.String("reason", d.Reason), slog.String("domain", d.Domain),
		slog.String("address", d.Address), slog.String("name", d.Name), slog.String("key", d.Key.String()),
	)
}

func newAuthenticator(c *Context, audit func(Decision)) *Authenticator {
	return &Authenticator{ctx: c, audit: audit, refusal: rate.Sometimes{Interval: time.Second}, domains: map[string]*domain{}, ids: map[string]certs.PublicKey{}}
}

// in is the domain of that name. The caller has mu.
func (a *Authenticator) in(name string) *domain {
	d := a.domains[name]
	if d == nil {
		d = &domain{
			allowed:  map[string]map[certs.PublicKey]string{"": {}},
			revoked:  map[certs.PublicKey]bool{},
			admitted: map[certs.PublicKey]bool{},
		}
		a.domains[name] = d
	}
	return d
}

// name tells who a key is, if it is allowed.
func (d *domain) name(key certs.PublicKey) (name string, ok bool) {
	if d == nil || d.revoked[key] {
		return "", false
	}
	for _, list := range d.allowed {
		if name, ok = list[key]; ok {
			return name, true
		}
	}
	return "", false
}

// Allow admits a key to the servers of a domain, under a name for logs and
// [Peer]. It undoes a Revoke of the same key.
func (a *Authenticator) Allow(domain, name string, key certs.PublicKey) error {
	switch {
	case domain == "":
		return errors.New("zmqsafe: allow: no domain")
	case name == "":
		return errors.New("zmqsafe: allow: a key needs a name")
	case key.IsZero():
		return fmt.Errorf("zmqsafe: allow %q: no key", name)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	d := a.in(domain)
	d.allowed[""][key] = name
	a.ids[key.Z85()] = key
	delete(d.revoked, key)
	return nil
}

// AllowNetworks admits to the servers of a domain only from these networks, and
// still only with a key that is allowed. None: from everywhere. It holds for new
// connections.
func (a *Authenticator) AllowNetworks(domain string, networks ...netip.Prefix) error {
	if domain == "" {
		return errors.New("zmqsafe: allow networks: no domain")
	}
	masked := make([]netip.Prefix, len(networks))
	for i, n := range networks {
		if !n.IsValid() || n.Addr().Is4In6() {
			return fmt.Errorf("zmqsafe: allow networks: %v is not a network", n)
		}
		masked[i] = n.Masked()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.in(domain).networks = masked
	return nil
}

// Revoke takes a key out of all lists of a domain, also of directories that are
// loaded later, until Allow admits it again. From its return on,
//
//   - the key gets no new connection,
//   - messages from it that were not received yet are not returned by [Socket.Recv]
//     and [Receive],
//   - nothing that waits for it is sent, beyond what the system has taken.
//
// libzmq cannot end one connection of a socket. Therefore those of all peers of
// the domain are ended, by binding (or connecting) its sockets anew, unless the
// key was never admitted. The others connect again by themselves, once the socket
// is used (which is when libzmq closes the old connections), and what was on the
// way to or from them may be lost. The error is that of a socket that could not be
// opened again: nobody can connect to it. Sockets of zmq4 that the program keeps
// itself are out of reach.
//
// It may be called by a [Handler], and not by work that was posted to a socket.
func (a *Authenticator) Revoke(ctx context.Context, domain string, key certs.PublicKey) error {
	if domain == "" || key.IsZero() {
		return errors.New("zmqsafe: revoke: a domain and a key are needed")
	}
	a.mu.Lock()
	d := a.in(domain)
	for _, list := range d.allowed {
		delete(list, key)
	}
	d.revoked[key] = true
	a.mu.Unlock()
	return a.disconnect(ctx, domain)
}

// disconnect ends the connections of a domain if one of them may be by a key
// that is not allowed any more.
func (a *Authenticator) disconnect(ctx context.Context, domain string) error {
	a.mu.Lock()
	d := a.in(domain)
	stale := false
	for key := range d.admitted {
		if _, ok := d.name(key); !ok {
			delete(d.admitted, key)
			stale = true
		}
	}
	a.mu.Unlock()
	if !stale {
		return nil
	}
	var errs []error
	for _, s := range a.ctx.open() {
		if s.domain != domain {
			continue
		}
		if err := s.reopen(ctx); err != nil && !errors.Is(err, ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// decide looks a request up. What it allows is on record as admitted before
// anyone else can change the lists.
func (a *Authenticator) decide(r request) Decision {
	v := Decision{Time: time.Now(), Domain: r.domain, Address: r.address, Mechanism: r.mechanism, Key: r.key}
	a.mu.Lock()
	defer a.mu.Unlock()
	d := a.domains[r.domain]
	name, known := d.name(r.key)
	v.Name = name
	switch {
	case r.mechanism != "CURVE":
		v.Reason = "mechanism " + r.mechanism
	case d == nil:
		v.Reason = "nobody is allowed in the domain"
	case d.revoked[r.key]:
		v.Reason = "the key was revoked"
	case !known:
		v.Reason = "the key is not allowed in the domain"
	case !d.admits(r.address):
		v.Reason = "the address is in none of the networks of the domain"
	default:
		v.Allowed, v.Reason = true, "the key is allowed"
		d.admitted[r.key] = true
	}
	return v
}

func (d *domain) admits(address string) bool {
	if len(d.networks) == 0 {
		return true
	}
	ip, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(d.networks, func(n netip.Prefix) bool {
		return n.Contains(ip.Unmap().WithZone(""))
	})
}

// recognise tells who a User-Id stands for, and whether the key is still allowed.
func (a *Authenticator) recognise(domain, id string) (p Peer, ok bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	p.Key = a.ids[id]
	p.Name, ok = a.domains[domain].name(p.Key)
	return p, ok
}
