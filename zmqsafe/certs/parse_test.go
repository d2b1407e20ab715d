package certs

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const pair = "curve\n    public-key = \"" + clientPublic + "\"\n    secret-key = \"" + clientSecret + "\"\n"

// odd are files as people and other programs write them. peers_test.go gives
// them to CZMQ and pyzmq as well.
var odd = map[string]struct {
	text string
	meta Metadata
}{
	"bare":              {pair, nil},
	"CRLF":              {strings.ReplaceAll(pair, "\n", "\r\n"), nil},
	"no newline at end": {strings.TrimSuffix(pair, "\n"), nil},
	"apostrophes":       {strings.ReplaceAll(pair, `"`, `'`), nil},
	"blanks":            {"\n  \n    # indented comment\n" + strings.ReplaceAll(pair, " = ", "\t =   ") + "   \n\n", nil},
	"no blanks":         {strings.ReplaceAll(pair, " = ", "="), nil},
	"other sections":    {"app\n    x = 1\n        y = 2\n" + pair + "more = \"#\" # comment\n", nil},
	"empty metadata":    {"metadata\n" + pair, nil},
	"metadata below":    {pair + "metadata\n    a = b\n        c = d\n", Metadata{{"a", "b"}}},
	"metadata": {"metadata # of Alice\n    name = Alice # the first\n    e-mail=\"a@b # c\"\n    empty =\n    none\n    $x/y@z.&+_ = 'q\"q'\n" + pair,
		Metadata{{"name", "Alice"}, {"e-mail", "a@b # c"}, {"empty", ""}, {"none", ""}, {"$x/y@z.&+_", `q"q`}}},
	"metadata in curve": {pair + "    note = x\n", nil},
}

func TestParseOdd(t *testing.T) {
	for name, file := range odd {
		c, err := Parse("f", []byte(file.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if c.Public.Z85() != clientPublic || c.Secret.Z85() != clientSecret || !slices.Equal(c.Metadata, file.meta) {
			t.Errorf("%s: read as %v", name, c)
		}
	}
}

func TestParseMalformed(t *testing.T) {
	public := "curve\n    public-key = \"" + clientPublic + "\"\n"
	for name, file := range map[string]struct{ text, want string }{
		"empty":              {"", "f: no certificate"},
		"comments only":      {"# x\n", "f: no certificate"},
		"the secret alone":   {clientSecret + "\n", "f:1: there are characters"},
		"a line of prose":    {"# x\nmy key is here\n", "f:2: there are characters"},
		"secret only":        {"curve\n    secret-key = \"" + clientSecret + "\"\n", "f: no certificate"},
		"no section":         {"public-key = \"" + clientPublic + "\"\n", "f:1: a name begins like public-key"},
		"wrong section":      {"metadata\n    public-key = \"" + clientPublic + "\"\n", "f:2: a name begins like public-key"},
		"too deep":           {"x\n    curve\n        public-key = \"" + clientPublic + "\"\n", "f:3: a name begins like public-key"},
		"pyzmq's prefix":     {"metadata\n    secret-key-owner = me\n" + public, "f:2: a name begins like"},
		"indent of 2":        {"curve\n  public-key = \"" + clientPublic + "\"\n", "f:2: the line is indented by other"},
		"indent by tab":      {"curve\n\tpublic-key = \"" + clientPublic + "\"\n", "f:2: there are characters"},
		"jump":               {"curve\n        public-key = \"" + clientPublic + "\"\n", "f:2: the line is more than one level"},
		"first line deep":    {"    x = 1\n", "f:1: the line is more than one level"},
		"not closed":         {"curve\n    public-key = \"" + clientPublic + "\n", "f:2: a quotation mark is not closed"},
		"after the value":    {"curve\n    public-key = \"" + clientPublic + "\" x\n", "f:2: there are characters"},
		"unquoted with #":    {"curve\n    public-key = " + serverPublic[:20] + "#" + serverPublic[21:] + "\n", "f:2: the public key has 20 characters, want 40 (a key has to be in quotation marks"},
		"short secret":       {public + "    secret-key = \"" + clientSecret[2:] + "\"\n", "f:3: the secret key has 38 characters, want 40"},
		"long secret":        {public + "    secret-key = \"" + clientSecret + "0\"\n", "f:3: the secret key has 41 characters, want 40"},
		"not Z85":            {public + "    secret-key = \"" + clientSecret[1:] + " \"\n", "f:3: the secret key holds a character"},
		"zero secret":        {public + "    secret-key = \"" + strings.Repeat("0", 40) + "\"\n", "f:3: the secret key is zero"},
		"zero public":        {"curve\n    public-key = \"" + strings.Repeat("0", 40) + "\"\n", "f:2: the public key is zero"},
		"another's secret":   {public + "    secret-key = \"" + serverSecret + "\"\n", "f:3: the public key is not that of the secret key"},
		"public twice":       {public + "    public-key = \"" + serverPublic + "\"\n", "f:3: public-key is there already, on line 2"},
		"curve twice":        {public + "curve\n", "f:3: curve is there already, on line 1"},
		"metadata twice":     {public + "metadata\n    a = 1\n    a = 2\n", "f:5: a name of the metadata is there twice"},
		"slash":              {"/curve\n", "f:1: a name begins or ends with /"},
		"NUL":                {public + "\x00\n", "f:3: there is a control character"},
		"escape sequence":    {"metadata\n    name = \x1b[31m\n" + public, "f:2: there is a control character"},
		"Latin-1":            {"metadata\n    name = \xe9\n" + public, "f:2: the line is not UTF-8"},
		"byte order mark":    {"\ufeff" + public, "f:1: there are characters"},
		"UTF-16":             {"\xff\xfec\x00u\x00", "f:1: the line is not UTF-8"},
		"value without name": {"= 1\n", "f:1: there are characters"},
	} {
		c, err := Parse("f", []byte(file.text))
		if err == nil {
			t.Errorf("%s: read as %v", name, c)
		} else if !strings.HasPrefix(err.Error(), file.want) {
			t.Errorf("%s: %v, want %s…", name, err, file.want)
		} else if leaks(err.Error(), clientSecret) || leaks(err.Error(), serverSecret) {
			t.Errorf("%s: the error shows the secret: %v", name, err)
		}
		if err != nil && (!c.Public.IsZero() || !c.Secret.IsZero()) {
			t.Errorf("%s: there are keys along with the error", name)
		}
	}
}

func TestMetadata(t *testing.T) {
	var m Metadata
	for _, f := range []Field{{"name", "Alice"}, {"note", `say "hi"`}, {"name", "Bob"}, {"x/y", "it's\t#1"}, {"empty", ""}} {
		if err := m.Set(f.Name, f.Value); err != nil {
			t.Error(err)
		}
	}
	want := Metadata{{"name", "Bob"}, {"note", `say "hi"`}, {"x/y", "it's\t#1"}, {"empty", ""}}
	if !slices.Equal(m, want) || m.Get("name") != "Bob" || m.Get("nothing") != "" {
		t.Errorf("got %v", m)
	}
	for _, f := range []Field{
		{"", "x"}, {"a b", "x"}, {"/a", "x"}, {"a/", "x"}, {"é", "x"}, {"a=b", "x"}, {"#", "x"},
		{"public-key", "x"}, {"secret-key2", "x"},
		{"a", "line\nline"}, {"a", "\x00"}, {"a", "\x1b[0m"}, {"a", "\xff"}, {"a", `both " and '`},
	} {
		if err := m.Set(f.Name, f.Value); err == nil {
			t.Errorf("%q = %q is taken", f.Name, f.Value)
		}
	}
	if !slices.Equal(m, want) {
		t.Errorf("what was refused is there: %v", m)
	}
}

// FuzzParse looks for panics, for errors that show the secret, and for files
// that do not come back as they were read.
func FuzzParse(f *testing.F) {
	for _, file := range odd {
		f.Add(file.text, 0)
	}
	f.Add("metadata\n    a = \"\n", 3)
	f.Add("curve\n    secret-key = ", 99)
	f.Fuzz(func(t *testing.T, text string, at int) {
		at = max(0, min(at, len(text)))
		for _, text := range []string{text, text[:at] + clientSecret + text[at:]} {
			c, err := Parse("f", []byte(text))
			if err != nil {
				if leaks(err.Error(), clientSecret) {
					t.Errorf("the error shows the secret: %v", err)
				}
				continue
			}
			if c.Metadata.check() != nil {
				continue // with quotation marks of both kinds, which only bare text can have
			}
			back, err := Parse("f", c.format(!c.Secret.IsZero(), time.Now()))
			if err != nil || back.Public != c.Public || !back.Secret.Equal(c.Secret) || !slices.Equal(back.Metadata, c.Metadata) {
				t.Errorf("%v came back as %v, %v", c, back, err)
			}
		}
	})
}

// TestMetadataFormat has the whole text of a file.
func TestMetadataFormat(t *testing.T) {
	key := mustSecret(t, clientSecret)
	c := Certificate{Public: key.Public(), Secret: key, Metadata: Metadata{{"name", "Alice"}, {"note", `say "hi" #1`}}}

	meta := "\nmetadata\n    name = \"Alice\"\n    note = 'say \"hi\" #1'\n"
	date := "#   ****  Generated on 2026-01-31 12:00:00 by zmqlint  ****\n"
	for secret, want := range map[bool]string{
		true:  date + secretBanner + meta + pair,
		false: date + publicBanner + meta + fmt.Sprintf("curve\n    public-key = \"%s\"\n", clientPublic),
	} {
		if got := string(c.format(secret, now)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}
