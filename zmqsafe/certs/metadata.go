package certs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Metadata are names and values in the order of the file. They are not signed:
// who can write the file can write them.
type Metadata []Field

// Field is one name with its value.
type Field struct{ Name, Value string }

// Get is the value of a name, empty where there is none.
func (m Metadata) Get(name string) string {
	if i := m.index(name); i >= 0 {
		return m[i].Value
	}
	return ""
}

// Set gives a name its value, at the end of m if the name is new. It refuses
// what the file format cannot hold: a name is made of ASCII letters and digits
// and of $ - _ @ . & + / (not first or last), a value of characters other
// than control characters, without both kinds of quotation marks at once.
func (m *Metadata) Set(name, value string) error {
	f := Field{name, value}
	if err := f.check(); err != nil {
		return err
	}
	if i := m.index(name); i >= 0 {
		(*m)[i] = f
	} else {
		*m = append(*m, f)
	}
	return nil
}

func (m Metadata) index(name string) int {
	return slices.IndexFunc(m, func(f Field) bool { return f.Name == name })
}

// check tells why a file cannot hold m.
func (m Metadata) check() error {
	for i, f := range m {
		if err := f.check(); err != nil {
			return err
		}
		if m.index(f.Name) < i {
			return fmt.Errorf("metadata: %s is there twice", f.Name)
		}
	}
	return nil
}

func (f Field) check() error {
	switch {
	case f.Name == "":
		return errors.New("metadata: a name is empty")
	case nameLen(f.Name) < len(f.Name) || badSlash(f.Name):
		return fmt.Errorf("metadata: %q is no name: want ASCII letters, digits and $ - _ @ . & + /, the last not at either end", f.Name)
	case isKeyName(f.Name):
		return fmt.Errorf("metadata: a name must not begin like %q, because pyzmq would take the value for a key", f.Name)
	case strings.Contains(f.Value, `"`) && strings.Contains(f.Value, `'`):
		return fmt.Errorf("metadata: the value of %s has both kinds of quotation marks, which the file format cannot hold", f.Name)
	case !utf8.ValidString(f.Value) || strings.ContainsFunc(f.Value, notText):
		return fmt.Errorf("metadata: the value of %s is not printable text on one line", f.Name)
	}
	return nil
}

// notText tells the characters that have no place within a line.
func notText(r rune) bool { return unicode.IsControl(r) && r != '\t' }
