package certs

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

// TestSecretIsNotShown prints, logs and marshals a secret in every way at hand,
// alone and inside other values, and looks for its text and its bytes in what
// comes out.
func TestSecretIsNotShown(t *testing.T) {
	key := mustSecret(t, clientSecret)
	cert := Certificate{Public: key.Public(), Secret: key}
	type hidden struct {
		key  SecretKey
		cert Certificate
		keys []SecretKey
		list map[string]any
		ptr  *SecretKey
	}
	inside := hidden{key, cert, []SecretKey{key}, map[string]any{"k": key, "p": &key}, &key}
	values := map[string]any{
		"key": key, "pointer": &key, "certificate": cert, "pointer to certificate": &cert,
		"unexported": inside, "pointer to unexported": &inside, "slice": []any{key, cert},
		"map": map[string]SecretKey{"k": key}, "map of pointers": map[string]*Certificate{"c": &cert},
		"file": File{"x", cert}, "error": fmt.Errorf("failed with %v and %+v", key, cert),
	}
	for name, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%#x", "%d", "%o", "%b", "%c", "%U", "%t", "%p", "%e", "%T", "%5.3v", "%w"} {
			expectHidden(t, name+" as "+verb, fmt.Sprintf(verb, v))
		}
		for encoding, encode := range encoders {
			var out bytes.Buffer
			err := encode(&out, v)
			expectHidden(t, name+" by "+encoding, fmt.Sprint(out.String(), err))
		}
	}
	if got := fmt.Sprintf("%v %s %+v", key, &key, []SecretKey{key}); got != "REDACTED REDACTED [REDACTED]" {
		t.Errorf("printed as %s", got)
	}
	if got := fmt.Sprintf("%#v", key); got != "certs.SecretKey(REDACTED)" {
		t.Errorf("printed as %s", got)
	}
	if got := fmt.Sprintf("<%v>", SecretKey{}); got != "<>" {
		t.Errorf("no key is printed as %s", got)
	}
}

var encoders = map[string]func(io.Writer, any) error{
	"json": func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) },
	"xml":  func(w io.Writer, v any) error { return xml.NewEncoder(w).Encode(v) },
	"gob":  func(w io.Writer, v any) error { return gob.NewEncoder(w).Encode(v) },
	"template": func(w io.Writer, v any) error {
		return template.Must(template.New("").Parse("{{.}} {{printf `%#v` .}}")).Execute(w, v)
	},
	"slog text": func(w io.Writer, v any) error {
		slog.New(slog.NewTextHandler(w, nil)).Info("m", "v", v, slog.Group("g", "v", v))
		return nil
	},
	"slog json": func(w io.Writer, v any) error {
		slog.New(slog.NewJSONHandler(w, nil)).Info("m", "v", v, slog.Group("g", "v", v))
		return nil
	},
	"cmp": func(w io.Writer, v any) error {
		_, err := io.WriteString(w, cmp.Diff(v, 1, cmp.Exporter(func(reflect.Type) bool { return true })))
		return err
	},
}

func expectHidden(t *testing.T, what, out string) {
	t.Helper()
	key, problem := decodeZ85(clientSecret)
	if problem != "" {
		t.Fatal(problem)
	}
	decimal := strings.Trim(fmt.Sprint(key[:8]), "[]")
	goSyntax := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", key[:8]), "[]byte{"), "}")
	for _, form := range []string{
		hex.EncodeToString(key[:8]), fmt.Sprintf("% x", key[:8]), decimal, strings.ReplaceAll(decimal, " ", ","), goSyntax,
		base64.StdEncoding.EncodeToString(key[:6]), string(key[:8]),
	} {
		if strings.Contains(strings.ToLower(out), strings.ToLower(form)) {
			t.Errorf("%s: shows the key as %q: %s", what, form, out)
		}
	}
	if leaks(out, clientSecret) {
		t.Errorf("%s: shows the key: %s", what, out)
	}
}

func TestSecretIsNotMarshalled(t *testing.T) {
	type config struct{ Key SecretKey }
	if out, err := json.Marshal(config{mustSecret(t, clientSecret)}); !errors.Is(err, errMarshal) {
		t.Errorf("marshalled as %s, %v", out, err)
	}
	if out, err := json.Marshal(Certificate{Public: mustPublic(t, clientPublic)}); err != nil {
		t.Errorf("the certificate of a peer: %s, %v", out, err)
	}
}

func TestWipe(t *testing.T) {
	key := mustSecret(t, clientSecret)
	copied := key
	key.Wipe()
	for _, k := range []SecretKey{key, copied} {
		if !k.IsZero() || k.Z85() != "" || !k.Public().IsZero() || k.String() != "" {
			t.Error("the key is still there")
		}
	}
	(SecretKey{}).Wipe()
}
