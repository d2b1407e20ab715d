package zmqsafe

// What protects a socket: one of the two roles of CURVE, or nothing and a reason.

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// Security says how a socket authenticates and encrypts. It is made by [Server],
// [Client], [Local] and [AllowPlaintext]; the zero value opens nothing.
//
// The roles are those of CURVE, not of the connection: a Server may Dial, and a
// Client may Listen.
type Security struct {
	// protect sets the mechanism, last of all options: the last setter that has
	// to do with a mechanism decides which one holds.
	protect func(*zmq4.Socket) error
	curve   bool
	invalid error  // what is wrong with the arguments
	domain  string // of a server
	reason  string // for plaintext
}

// Server is the side that clients know by its public key and that asks the
// Authenticator of its Context for each of them, under the name of a domain (1
// to 255 bytes): sockets that different peers may connect to have different
// domains.
func Server(cert certs.Certificate, domain string) Security {
	s := Security{curve: true, domain: domain, protect: func(z *zmq4.Socket) error {
		secret := cert.Secret.Z85()
		return errors.Join(
			did("CURVE_SERVER", z.SetCurveServer(1)),
			tookSecret("CURVE_SECRETKEY", z.SetCurveSecretkey(secret), z.GetCurveSecretkeyZ85, secret),
			took("ZAP_DOMAIN", z.SetZapDomain(domain), z.GetZapDomain, domain),
			took("MECHANISM", nil, z.GetMechanism, zmq4.CURVE),
		)
	}}
	switch {
	case cert.Secret.IsZero():
		s.invalid = fmt.Errorf("certificate of the server: %w", certs.ErrNoSecret)
	case domain == "" || len(domain) > 255 || strings.ContainsRune(domain, 0):
		s.invalid = errors.New("the domain of a server has 1 to 255 bytes, none of them zero")
	}
	return s
}

// Client is the side that knows the server by its public key: nobody else can
// answer.
func Client(cert certs.Certificate, server certs.PublicKey) Security {
	s := Security{curve: true, protect: func(z *zmq4.Socket) error {
		public, secret := cert.Secret.Public().Z85(), cert.Secret.Z85()
		return errors.Join(
			took("CURVE_SERVERKEY", z.SetCurveServerkey(server.Z85()), z.GetCurveServerkeyZ85, server.Z85()),
			took("CURVE_PUBLICKEY", z.SetCurvePublickey(public), z.GetCurvePublickeykeyZ85, public),
			tookSecret("CURVE_SECRETKEY", z.SetCurveSecretkey(secret), z.GetCurveSecretkeyZ85, secret),
			took("MECHANISM", nil, z.GetMechanism, zmq4.CURVE),
		)
	}}
	switch {
	case cert.Secret.IsZero():
		s.invalid = fmt.Errorf("certificate of the client: %w", certs.ErrNoSecret)
	case server.IsZero():
		s.invalid = errors.New("no public key of the server")
	case server == cert.Secret.Public():
		s.invalid = errors.New("the key of the server is the client's own")
	}
	return s
}

// Local is for sockets that do not leave the machine: inproc, ipc, and tcp on a
// loopback address. They are not protected from other programs there.
func Local() Security { return Security{protect: unprotected} }

// AllowPlaintext leaves a socket on a network without protection: everyone on
// the way can read, change and make up messages. The reason is for those who
// read the code, and appears in the log.
func AllowPlaintext(reason string) Security {
	s := Security{reason: reason, protect: unprotected}
	if strings.TrimSpace(reason) == "" {
		s.invalid = errors.New("AllowPlaintext needs a reason")
	}
	return s
}

// ErrPlaintext tells that an endpoint on a network was to be opened without
// protection.
var ErrPlaintext = errors.New("no protection on a network: use Server or Client, or AllowPlaintext with a reason")

// ErrNoCurve tells that the linked libzmq was built without CURVE.
var ErrNoCurve = errors.New("the linked libzmq was built without CURVE (libsodium or tweetnacl)")

// HasCurve tells whether the linked libzmq can do CURVE.
func HasCurve() bool { return zmq4.HasCurve() }

// check holds the security against the endpoint.
func (s Security) check(e endpoint) error {
	switch {
	case s.protect == nil:
		return errors.New("no Security: use Server, Client, Local or AllowPlaintext")
	case s.invalid != nil:
		return s.invalid
	case !s.curve && s.reason == "" && !e.local:
		return ErrPlaintext
	case s.curve && e.inproc:
		return errors.New("inproc is within the process and has no CURVE: use Local")
	case s.curve && !HasCurve():
		return ErrNoCurve
	}
	return nil
}

func unprotected(z *zmq4.Socket) error {
	return took("MECHANISM", nil, z.GetMechanism, zmq4.NULL)
}
