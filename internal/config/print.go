package config

// The effective configuration as YAML. What is printed can be read again and
// says the same.

import (
	_ "embed" // for Template
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Template is a file that says what the defaults are, with an example of every
// key.
//
//go:embed default.yml
var Template string

// Print writes the configuration with where each value comes from. short
// shortens the names of files in the comments.
func (c *Config) Print(w io.Writer, short func(string) string) error {
	p := &printer{c: c, short: short}
	if c.File == "" {
		p.out.WriteString("# No " + Names[0] + " holds here.\n")
	} else {
		p.out.WriteString("# " + short(c.File) + "\n")
	}
	p.fields(reflect.ValueOf(c).Elem(), "")
	if p.err != nil {
		return p.err
	}
	_, err := io.WriteString(w, p.out.String())
	return err
}

type printer struct {
	c     *Config
	short func(string) string
	out   strings.Builder
	err   error
}

func (p *printer) fields(v reflect.Value, path string) {
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("yaml"); key != "" {
			p.field(key, v.Field(i), join(path, key))
		}
	}
}

func (p *printer) field(key string, v reflect.Value, path string) {
	switch {
	case path == "rules":
		p.line(key, "", path, "")
		p.rules()
	case v.Kind() == reflect.Struct:
		p.line(key, "", path, "")
		p.fields(v, path)
	case v.Kind() == reflect.Map && v.Len() > 0:
		p.line(key, "", path, "")
		names := v.MapKeys()
		slices.SortFunc(names, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, name := range names {
			p.line(p.yaml(name.String()), p.yaml(v.MapIndex(name).Interface()), join(path, name.String()), p.origin(join(path, name.String())))
		}
	case v.Kind() == reflect.Map:
		p.line(key, "", path, p.origin(path))
	case v.Kind() != reflect.Slice && v.IsZero() && v.Kind() != reflect.Uint8: // no limit, no version, no file
		p.line(key, "", path, p.origin(path))
	default:
		p.line(key, p.yaml(v.Interface()), path, p.origin(path))
	}
}

// rules prints every rule, with the severities that it has of its own.
func (p *printer) rules() {
	for _, r := range rule.All() {
		if r.Planned {
			continue
		}
		level := p.c.Rules[RuleName(r.Name)]
		if level == Inherit {
			level = Off
			if r.Default {
				level = On
			}
		}
		comment := p.origin("rules." + r.Name)
		if level == On {
			comment += " (" + r.Severity.String()
			if r.SeverityNote != "" {
				comment += "; " + r.SeverityNote
			}
			comment += ")"
		}
		p.line(r.Name, level.String(), "rules."+r.Name, comment)
	}
}

func (p *printer) line(key, value, path, comment string) {
	text := strings.Repeat("  ", depth(path)) + key + ":"
	if value != "" {
		text += " " + value
	}
	if comment != "" {
		text = fmt.Sprintf("%-34s # %s", text, comment)
	}
	p.out.WriteString(text + "\n")
}

// depth is how far a path is indented. Only the first dot of a path divides:
// names of functions have dots of their own.
func depth(path string) int { return min(1, strings.Count(path, ".")) }

func (p *printer) origin(path string) string { return p.short(p.c.Origin(path)) }

// yaml is a value on one line.
func (p *printer) yaml(v any) string {
	n := node(reflect.ValueOf(v))
	n.Style = yaml.FlowStyle
	text, err := yaml.Dump(n, yaml.WithLineWidth(-1))
	if err != nil && p.err == nil {
		p.err = err
	}
	return strings.TrimSpace(string(text))
}

func node(v reflect.Value) *yaml.Node {
	if v.Kind() == reflect.Slice {
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			n.Content = append(n.Content, node(v.Index(i)))
		}
		return n
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(v.Interface())}
}
