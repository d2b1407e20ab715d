package libzmq

import (
	"regexp"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// readDockerfile reads the RUN instructions, each with the image of its stage
// and with variables that ARG and ENV give a value.
func readDockerfile(text string, table *advisory.Table) (hints []Hint) {
	d := dockerfile{vars: map[string]string{}, stages: map[string]image{}}
	for _, i := range instructions(text) {
		switch i.name {
		case "FROM":
			d.from(i.rest)
		case "ARG", "ENV":
			d.set(i.rest)
		case "RUN", "ADD":
			for _, l := range i.lines {
				// A package list has the command on the first of its lines.
				found := readCommand(d.expand(l.command), d.base, table)
				for _, h := range found {
					h.Line = l.number
					hints = append(hints, h)
				}
			}
		}
	}
	return hints
}

type dockerfile struct {
	vars   map[string]string
	stages map[string]image
	base   image
}

// from reads "[--platform=…] IMAGE [AS NAME]".
func (d *dockerfile) from(rest string) {
	words := strings.Fields(d.expand(rest))
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	base, ok := d.stages[strings.ToLower(words[0])]
	if !ok {
		base, _ = parseImage(words[0])
	}
	d.base = base
	if len(words) == 3 && strings.EqualFold(words[1], "as") {
		d.stages[strings.ToLower(words[2])] = base
	}
}

// set reads "NAME=value …" and "NAME value".
func (d *dockerfile) set(rest string) {
	words := strings.Fields(rest)
	if len(words) == 2 && !strings.Contains(words[0], "=") {
		words = []string{words[0] + "=" + words[1]}
	}
	for _, w := range words {
		if name, value, ok := strings.Cut(w, "="); ok {
			d.vars[name] = strings.Trim(d.expand(value), `"'`)
		}
	}
}

var variable = regexp.MustCompile(`\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|([A-Za-z_][A-Za-z0-9_]*))`)

// expand puts the values of variables in. One without a value stays.
func (d *dockerfile) expand(s string) string {
	return variable.ReplaceAllStringFunc(s, func(v string) string {
		m := variable.FindStringSubmatch(v)
		if value, ok := d.vars[m[1]+m[3]]; ok {
			return value
		}
		if m[2] != "" {
			return m[2]
		}
		return v
	})
}

type instruction struct {
	name, rest string
	lines      []numbered
}

// numbered is a command with the line that it is to be shown at.
type numbered struct {
	number  int
	command string
}

// instructions splits a Dockerfile. Lines that end in a backslash go on; a
// comment between them does not end them.
func instructions(text string) (list []instruction) {
	var rest strings.Builder
	var parts []numbered
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		part, more := strings.CutSuffix(line, `\`)
		rest.WriteString(part + " ")
		parts = append(parts, numbered{n + 1, part})
		if more {
			continue
		}
		name, tail, _ := strings.Cut(strings.TrimSpace(rest.String()), " ")
		list = append(list, instruction{strings.ToUpper(name), tail, commands(parts)})
		rest.Reset()
		parts = nil
	}
	return list
}

// commands joins the lines of an instruction into the commands between && and
// ;, each at the line that names libzmq, or else at its first.
func commands(parts []numbered) (list []numbered) {
	var current numbered
	named := false
	flush := func() {
		if current.command != "" {
			list = append(list, current)
		}
		current, named = numbered{}, false
	}
	for _, p := range parts {
		for i, piece := range separators.Split(p.command, -1) {
			if i > 0 {
				flush()
			}
			mentions := mention.MatchString(piece)
			if current.command == "" || mentions && !named {
				current.number = p.number
			}
			named = named || mentions
			current.command += piece + " "
		}
	}
	flush()
	return list
}

var (
	separators = regexp.MustCompile(`&&|\|\||;`)
	mention    = regexp.MustCompile(`(?i)zmq|zeromq`)
)
