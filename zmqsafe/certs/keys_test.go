package certs

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

// The keys of the manual page zmq_curve(7), with their bytes as RFC 32 has them.
const (
	clientPublic = `Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID`
	clientSecret = `D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs`
	serverPublic = `rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7`
	serverSecret = `JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6`

	clientPublicHex = "bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518"
)

func TestPairs(t *testing.T) {
	for _, pair := range [][2]string{{clientPublic, clientSecret}, {serverPublic, serverSecret}} {
		secret := mustSecret(t, pair[1])
		if got := secret.Public().Z85(); got != pair[0] {
			t.Errorf("public key is %s, want %s", got, pair[0])
		}
		if got := secret.Z85(); got != pair[1] {
			t.Errorf("the secret key does not come back")
		}
	}
}

func TestPublicBytes(t *testing.T) {
	b, err := hex.DecodeString(clientPublicHex)
	if err != nil {
		t.Fatal(err)
	}
	key, err := PublicFromBytes(b)
	if err != nil || key.Z85() != clientPublic {
		t.Errorf("got %v, %v", key, err)
	}
	if _, err := PublicFromBytes(b[1:]); err == nil || !strings.Contains(err.Error(), "31 bytes, want 32") {
		t.Errorf("31 bytes: %v", err)
	}
	known := map[PublicKey]bool{key: true}
	if again, _ := ParsePublic(clientPublic); !known[again] {
		t.Error("the same key is another key of a map")
	}
}

func TestMalformedKeys(t *testing.T) {
	for name, text := range map[string]string{
		"empty":         "",
		"short":         clientSecret[1:],
		"long":          clientSecret + "0",
		"white space":   clientSecret[1:] + "\n",
		"quote":         clientSecret[1:] + `"`,
		"not ASCII":     clientSecret[:38] + "é",
		"past 32 bits":  "%nSc1" + clientSecret[5:], // FFFFFFFF is %nSc0
		"zero":          strings.Repeat("0", 40),
		"highest digit": strings.Repeat("#", 40),
	} {
		if key, err := ParseSecret(text); err == nil || !key.IsZero() {
			t.Errorf("%s: taken for a secret key", name)
		} else if leaks(err.Error(), clientSecret) {
			t.Errorf("%s: the error shows the secret: %v", name, err)
		}
		if key, err := ParsePublic(text); err == nil || !key.IsZero() {
			t.Errorf("%s: taken for a public key", name)
		}
	}
	if _, err := ParseSecret("%nSc0" + clientSecret[5:]); err != nil {
		t.Errorf("the highest four bytes: %v", err)
	}
}

// TestWeakPublic has the points of small order of RFC 7748's curve.
func TestWeakPublic(t *testing.T) {
	for _, weak := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		b, err := hex.DecodeString(weak)
		if err != nil {
			t.Fatal(err)
		}
		if key, err := PublicFromBytes(b); err == nil {
			t.Errorf("%s is taken for the key %v", weak, key)
		}
	}
}

func TestPublicText(t *testing.T) {
	type config struct {
		Server PublicKey
		Peers  map[PublicKey]string
	}
	key := mustPublic(t, serverPublic)
	data, err := json.Marshal(config{key, map[PublicKey]string{key: "server"}})
	if err != nil {
		t.Fatal(err)
	}
	var back config
	if err := json.Unmarshal(data, &back); err != nil || back.Server != key || back.Peers[key] != "server" {
		t.Errorf("%s came back as %v, %v", data, back, err)
	}
	if err := json.Unmarshal([]byte(`{"Server": "abc"}`), &back); err == nil {
		t.Error("three characters are taken for a key")
	}
	if err := json.Unmarshal([]byte(`{"Server": ""}`), &back); err != nil || !back.Server.IsZero() {
		t.Errorf("an empty text: %v, %v", back.Server, err)
	}
}

func TestNew(t *testing.T) {
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if a.Public == b.Public || a.Secret.Equal(b.Secret) {
		t.Error("two pairs are alike")
	}
	if err := a.check(); err != nil {
		t.Error(err)
	}
	if again := mustSecret(t, a.Secret.Z85()); !again.Equal(a.Secret) || !a.Secret.Equal(again) {
		t.Error("the key is not equal to itself")
	}
	if a.Secret.Equal(SecretKey{}) || !(SecretKey{}).Equal(SecretKey{}) {
		t.Error("no key is equal to no key only")
	}
}

// FuzzZ85 holds the decoder against what it has to be the inverse of.
func FuzzZ85(f *testing.F) {
	for _, text := range []string{clientPublic, serverSecret, "", strings.Repeat("#", 40), strings.Repeat("0", 40)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, problem := decodeZ85(text)
		if problem == "" && encodeZ85(&key) != text {
			t.Errorf("%q came back as %q", text, encodeZ85(&key))
		}
		var bytes32 [keySize]byte
		copy(bytes32[:], text)
		if back, problem := decodeZ85(encodeZ85(&bytes32)); problem != "" || !bytes.Equal(back[:], bytes32[:]) {
			t.Errorf("%x came back as %x: %s", bytes32, back, problem)
		}
	})
}

// leaks tells whether text shows five characters of a secret in a row.
func leaks(text, secret string) bool {
	for i := range len(secret) - 4 {
		if strings.Contains(text, secret[i:i+5]) {
			return true
		}
	}
	return false
}

func mustSecret(t *testing.T, text string) SecretKey {
	t.Helper()
	key, err := ParseSecret(text)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func mustPublic(t *testing.T, text string) PublicKey {
	t.Helper()
	key, err := ParsePublic(text)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
