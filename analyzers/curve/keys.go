package curve

import (
	"go/constant"
	"strings"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// dropped reports security calls whose error nobody looks at: libzmq without
// CURVE, or a malformed key, leaves the socket as it was, open in clear.
func (c *checker) dropped(call *sockets.Call) {
	if !call.Security || !call.HasError || !call.ErrorDropped {
		return
	}
	consequence := "what it should do is not done"
	switch {
	case call.Kind == zmqapi.KindSetOption || call.Kind == zmqapi.KindSocketAuth:
		consequence = "the socket is opened without the protection that the call should give"
	case len(call.PublicKeyResults) > 0:
		consequence = "it returns no key"
	case call.Name == "AuthStart":
		consequence = "no authenticator runs, and CURVE servers admit any client key"
	}
	c.reportCall("unchecked-curve", call, "the error of %s is dropped: when it fails, %s", call.Name, consequence)
	c.found[len(c.found)-1].Fix = c.checked(call)
}

// keys looks at the key arguments of a call.
func (c *checker) keys(call *sockets.Call) {
	for _, i := range call.SecretKeyArgs {
		v := call.Arg(i)
		if hardcoded(v) {
			c.reportCall("hardcoded-key", call, "%s gets a secret key from the source code: everyone who can read the code or the binary can be this peer", call.Name)
			c.found[len(c.found)-1].Fix = c.fromEnvironment(call, i)
		}
		if only(v, sockets.PublicKey) {
			c.reportCall("swapped-keys", call, "%s gets a public key where the secret key belongs: no handshake succeeds", call.Name)
			c.found[len(c.found)-1].Fix = c.exchanged(call, i)
			return
		}
	}
	for _, i := range call.PublicKeyArgs {
		if only(call.Arg(i), sockets.SecretKey) {
			c.reportCall("swapped-keys", call, "%s gets a secret key where a public key belongs: no handshake succeeds, and what passes for public is not kept secret", call.Name)
			return
		}
	}
}

func hardcoded(v sockets.Value) bool {
	for _, a := range v.Alts {
		if a.Const != nil && a.Const.Kind() == constant.String && isZ85Key(a.Text) {
			return true
		}
	}
	return false
}

// z85 is the alphabet of RFC 32.
const z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"

func isZ85Key(s string) bool {
	if len(s) != 40 {
		return false
	}
	for _, r := range s {
		if !strings.ContainsRune(z85, r) {
			return false
		}
	}
	return strings.Trim(s, "0") != ""
}

// only reports whether all that is known of v is one half of a generated pair.
func only(v sockets.Value, k sockets.KeyKind) bool {
	for _, a := range v.Alts {
		if a.Key != k {
			return false
		}
	}
	return len(v.Alts) > 0
}
