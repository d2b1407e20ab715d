// Package reported has secret keys in its source. They are those of the
// manual, zmq_curve(7).
package reported

import (
	"cmp"
	"flag"
	"os"

	zmq "github.com/pebbe/zmq4"
)

const (
	serverPublic = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
	serverSecret = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"
	clientPublic = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
	clientSecret = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
)

// Constant is the plain case.
func Constant(s *zmq.Socket) error {
	return s.ServerAuthCurve("rep", serverSecret) // want `^ServerAuthCurve gets a secret key from the source code: everyone who can read the code or the binary can be this peer \(hardcoded-key\)$`
}

// Keys are filled from a literal.
type Keys struct{ Server, Public, Secret string }

var development = Keys{
	Server: serverPublic,
	Public: clientPublic,
	Secret: clientSecret,
}

func Client(s *zmq.Socket) error {
	k := development
	return s.ClientAuthCurve(k.Server, k.Public, k.Secret) // want `^ClientAuthCurve gets a secret key from the source code`
}

// helper has the key from its caller.
func helper(s *zmq.Socket, secret string) error {
	return s.SetCurveSecretkey(secret) // want `^SetCurveSecretkey gets a secret key from the source code`
}

func Helped(s *zmq.Socket) error { return helper(s, clientSecret) }

// Environment and Flag have the key as a default.
func Environment(s *zmq.Socket) error {
	return s.SetCurveSecretkey(cmp.Or(os.Getenv("SECRET"), serverSecret)) // want `^SetCurveSecretkey gets a secret key from the source code`
}

var secret = flag.String("secret", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6", "secret key")

func Flag(s *zmq.Socket) error {
	return s.ServerAuthCurve("rep", *secret) // want `^ServerAuthCurve gets a secret key from the source code`
}

// Fallback replaces an empty key.
func Fallback(s *zmq.Socket, read func() string) error {
	key := read()
	if key == "" {
		key = serverSecret
	}
	return s.SetCurveSecretkey(key) // want `^SetCurveSecretkey gets a secret key from the source code`
}

// Table looks the key up by environment.
func Table(s *zmq.Socket, env string) error {
	keys := map[string]string{"dev": clientSecret, "test": serverSecret}
	return s.SetCurveSecretkey(keys[env]) // want `^SetCurveSecretkey gets a secret key from the source code`
}

// Derived makes the public key from the secret one.
func Derived() (string, error) {
	return zmq.AuthCurvePublic(clientSecret) // want `^AuthCurvePublic gets a secret key from the source code`
}

// Closure captures it.
func Closure(s *zmq.Socket) func() error {
	key := "JTKVSB%%)wK0E.X)V>+}o?" + "pNmC{O&4W4b!Ni{Lh6"
	return func() error {
		return s.SetCurveSecretkey(key) // want `^SetCurveSecretkey gets a secret key from the source code`
	}
}
