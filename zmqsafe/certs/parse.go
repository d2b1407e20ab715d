package certs

// The reader of certificate files: ZPL (RFC 4) as CZMQ's zconfig.c reads it,
// line by line, indented by four spaces a level, the whole file or nothing.
//
// pyzmq's reader takes any line for a key that begins like one, wherever it is.
// A file in which the two would find different keys is refused. So is one with
// two of the same: which of them counts is for neither to guess.
//
// No error quotes the file, because what stands in the wrong place may be the
// secret.

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	publicName = "public-key"
	secretName = "secret-key"
)

// Parse reads the content of a certificate file that does not come from a file
// whose mode tells who can read it: from a secret store, or from a mount that a
// platform makes with a mode of its own. The name is for errors, which tell the
// line and never quote it.
func Parse(name string, data []byte) (Certificate, error) {
	p := parser{keys: map[string]int{}, sections: map[string]int{}}
	number := 0
	for line := range bytes.Lines(data) {
		number++
		if err := p.line(number, line); err != nil {
			return Certificate{}, fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
	if p.keys[publicName] == 0 {
		return Certificate{}, fmt.Errorf("%s: no certificate: there is no public-key in a section curve", name)
	}
	if err := p.cert.check(); err != nil {
		return Certificate{}, fmt.Errorf("%s:%d: %w", name, p.keys[secretName], err)
	}
	return p.cert, nil
}

type parser struct {
	cert     Certificate
	path     []string       // of the last item
	keys     map[string]int // lines of the keys
	sections map[string]int // lines of the sections
}

func (p *parser) line(number int, line []byte) error {
	if !utf8.Valid(line) {
		return errors.New("the line is not UTF-8")
	}
	text := strings.TrimRight(string(line), " \t\r\n")
	if strings.ContainsFunc(text, notText) {
		return errors.New("there is a control character on the line")
	}
	content := strings.TrimLeft(text, " ")
	indent := len(text) - len(content)
	if indent%4 != 0 {
		return errors.New("the line is indented by other than a multiple of four spaces")
	}
	name, rest := content[:nameLen(content)], content[nameLen(content):]
	if name == "" {
		return onlyComment(rest)
	}
	if badSlash(name) {
		return errors.New("a name begins or ends with /")
	}
	level := indent / 4
	if level > len(p.path) {
		return errors.New("the line is more than one level below the one before it")
	}
	value, err := parseValue(rest)
	if err != nil {
		return err
	}
	p.path = append(p.path[:level], name)
	return p.item(number, value)
}

// item takes the item of p.path in.
func (p *parser) item(number int, value string) error {
	name := p.path[len(p.path)-1]
	parent := strings.Join(p.path[:len(p.path)-1], " ")
	switch {
	case isKeyName(name):
		if parent != "curve" || name != publicName && name != secretName {
			return errors.New("a name begins like public-key or secret-key, and is not that key of the section curve: pyzmq would take the value for it")
		}
		if err := once(p.keys, name, number); err != nil {
			return err
		}
		return p.key(name, value)
	case parent == "" && (name == "curve" || name == "metadata"):
		return once(p.sections, name, number)
	case parent == "metadata":
		if p.cert.Metadata.index(name) >= 0 {
			return errors.New("a name of the metadata is there twice")
		}
		p.cert.Metadata = append(p.cert.Metadata, Field{name, value})
	}
	return nil // other sections, and what is below, are for others
}

func (p *parser) key(name, value string) (err error) {
	if name == secretName {
		p.cert.Secret, err = ParseSecret(value)
	} else {
		p.cert.Public, err = ParsePublic(value)
	}
	if err != nil && len(value) < textSize {
		return fmt.Errorf("%w (a key has to be in quotation marks, or it ends at the first #)", err)
	}
	return err
}

// once refuses what is there for the second time.
func once(lines map[string]int, name string, number int) error {
	if first := lines[name]; first > 0 {
		return fmt.Errorf("%s is there already, on line %d", name, first)
	}
	lines[name] = number
	return nil
}

// parseValue reads what follows a name.
func parseValue(rest string) (string, error) {
	text, found := strings.CutPrefix(strings.TrimLeft(rest, " \t"), "=")
	if !found {
		return "", onlyComment(rest)
	}
	text = strings.TrimLeft(text, " \t")
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		value, rest, closed := strings.Cut(text[1:], text[:1])
		if !closed {
			return "", errors.New("a quotation mark is not closed")
		}
		return value, onlyComment(rest)
	}
	value, _, _ := strings.Cut(text, "#")
	return strings.TrimRight(value, " \t"), nil
}

// onlyComment refuses anything but blanks and a comment.
func onlyComment(rest string) error {
	if rest = strings.TrimLeft(rest, " \t"); rest != "" && rest[0] != '#' {
		return errors.New("there are characters that begin no name, value or comment")
	}
	return nil
}

// nameLen is the length of the name that text begins with.
func nameLen(text string) int {
	for i := range len(text) {
		c := text[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (c < '0' || '9' < c) && strings.IndexByte("$-_@.&+/", c) < 0 {
			return i
		}
	}
	return len(text)
}

func badSlash(name string) bool {
	return strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/")
}

// isKeyName tells whether pyzmq takes a line with that name for a key.
func isKeyName(name string) bool {
	return strings.HasPrefix(name, publicName) || strings.HasPrefix(name, secretName)
}
