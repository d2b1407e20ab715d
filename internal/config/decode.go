package config

// From YAML to Config. The tree of nodes is walked here rather than by the
// decoder of the library: all mistakes of a file are listed at once, each with
// its line, column and what is allowed there, and `zmqlint config` needs the
// line of each value.

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/zmqlint/zmqlint/internal/near"
)

// Problem is a mistake in a configuration file.
type Problem struct {
	File         string
	Line, Column int // from 1; 0 when the mistake has no place
	Message      string
}

func (e Problem) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Problems are the mistakes of a file, in the order of their places.
type Problems []Problem

func (list Problems) Error() string {
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads the text of a configuration file. Where it has mistakes, the
// configuration is nil.
func Parse(file string, text []byte) (*Config, Problems) {
	c := Default()
	c.File = file
	d := &decoder{file: file, origins: c.origins}
	if root := d.document(text); root != nil {
		d.value(root, reflect.ValueOf(c).Elem(), "")
	}
	if len(d.errs) > 0 {
		slices.SortStableFunc(d.errs, func(a, b Problem) int { return comparePlaces(a, b) })
		return nil, d.errs
	}
	return c, nil
}

type decoder struct {
	file    string
	errs    Problems
	origins map[string]string
}

func (d *decoder) errorf(n *yaml.Node, format string, args ...any) {
	d.errs = append(d.errs, Problem{d.file, n.Line, n.Column, fmt.Sprintf(format, args...)})
}

// document returns the root of the only document, nil when there is none.
func (d *decoder) document(text []byte) *yaml.Node {
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		d.errs = append(d.errs, Problem{File: d.file, Message: err.Error()})
		return nil
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		d.syntax(err)
		return nil
	}
	switch err := loader.Load(&second); {
	case err == nil:
		d.errorf(&second, "a second document: the configuration is one")
	case !errors.Is(err, io.EOF):
		d.syntax(err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	return doc.Content[0]
}

// syntax takes the place out of an error of the library.
func (d *decoder) syntax(err error) {
	e := Problem{File: d.file, Message: err.Error()}
	if at, ok := errors.AsType[*yaml.LoadError](err); ok {
		e.Line, e.Column, e.Message = at.Mark.Line, at.Mark.Column, at.Message
		if at.ContextMsg != "" {
			e.Message = at.ContextMsg + ": " + e.Message
		}
	}
	e.Message = "no YAML: " + e.Message
	d.errs = append(d.errs, e)
}

// value reads a node into v, which path leads to. What is empty ("rules:" with
// all its lines commented out) leaves the default.
func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) {
	n = resolve(n)
	if isNull(n) {
		return
	}
	if file, ok := v.Addr().Interface().(*FileName); ok {
		d.fileName(n, file, path)
		return
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.scalar(n, u, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, path)
	case reflect.Map:
		d.mapping(n, v, path)
	case reflect.Slice:
		d.list(n, v, path)
	default:
		panic("config: a value of type " + v.Type().String())
	}
}

func (d *decoder) scalar(n *yaml.Node, u encoding.TextUnmarshaler, path string) {
	if n.Kind != yaml.ScalarNode {
		d.errorf(n, "%swant one value, not a %s", label(path), kind(n))
		return
	}
	if err := u.UnmarshalText([]byte(n.Value)); err != nil {
		d.errorf(n, "%s", err)
		return
	}
	d.came(n, path)
}

// fileName reads the name of a file that is relative to the configuration's.
func (d *decoder) fileName(n *yaml.Node, file *FileName, path string) {
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		d.errorf(n, "%swant the name of a file", label(path))
		return
	}
	name := filepath.FromSlash(n.Value)
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(d.file), name)
	}
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		d.errorf(n, "%sno file %q (names are relative to the folder of this file)", label(path), n.Value)
		return
	}
	*file = FileName(name)
	d.came(n, path)
}

// structure reads the keys that the fields of v have as tags.
func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) {
	fields := map[string]int{}
	var names []string
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("yaml"); name != "" {
			fields[name] = i
			names = append(names, name)
		}
	}
	for key, value := range d.pairs(n, path) {
		if i, ok := fields[key.Value]; ok {
			d.value(value, v.Field(i), join(path, key.Value))
		} else if meant := near.Of(key.Value, slices.Values(names)); meant != "" {
			d.errorf(key, "%sunknown key %q: did you mean %s?", label(path), key.Value, meant)
		} else {
			d.errorf(key, "%sunknown key %q: want one of %s", label(path), key.Value, strings.Join(names, ", "))
		}
	}
}

// mapping reads keys that are values themselves.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value, path string) {
	for key, value := range d.pairs(n, path) {
		k := reflect.New(v.Type().Key())
		if err := k.Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(key.Value)); err != nil {
			d.errorf(key, "%s", err)
			continue
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		d.value(value, elem, join(path, key.Value))
		if isNull(resolve(value)) {
			d.errorf(value, "%sno value", label(join(path, key.Value)))
		}
		v.SetMapIndex(k.Elem(), elem)
	}
}

// list reads the elements of a list, which replace those of the default.
func (d *decoder) list(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		d.errorf(n, "%swant a list, not a %s", label(path), kind(n))
		return
	}
	d.came(n, path)
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, elem := range n.Content {
		if isNull(resolve(elem)) {
			d.errorf(elem, "%sno value", label(path))
		}
		d.value(elem, v.Index(i), path)
	}
}

// pairs yields the keys of a mapping, each once, with their values.
func (d *decoder) pairs(n *yaml.Node, path string) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			d.errorf(n, "%swant keys with values, not a %s", label(path), kind(n))
			return
		}
		lines := map[string]int{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := resolve(n.Content[i])
			switch first, twice := lines[key.Value]; {
			case key.Kind != yaml.ScalarNode:
				d.errorf(key, "%swant a name as key, not a %s", label(path), kind(key))
			case twice:
				d.errorf(key, "%sthe key %q is on line %d already", label(path), key.Value, first)
			default:
				lines[key.Value] = key.Line
				if !yield(key, n.Content[i+1]) {
					return
				}
			}
		}
	}
}

func (d *decoder) came(n *yaml.Node, path string) {
	d.origins[path] = fmt.Sprintf("%s:%d", d.file, n.Line)
}

func comparePlaces(a, b Problem) int {
	return slices.Compare([]int{a.Line, a.Column}, []int{b.Line, b.Column})
}

// resolve follows an alias to what it stands for. An alias never stands for
// another one, and one that stands inside its own anchor ends where the types
// of Config do.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

func kind(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "mapping"
	case yaml.SequenceNode:
		return "list"
	}
	return "single value"
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// label names the key that a message is about.
func label(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}
