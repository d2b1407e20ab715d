package version

// vulnerable-libzmq.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// libzmq judges the library that the build finds on this machine.
func (c *checker) libzmq() {
	p := &program{
		sockets: c.exposure(), cfg: c.cfg, table: c.table, module: c.module,
		found: libzmq.Host().Installed(c.module.Dir),
	}
	if f := p.finding(); f != nil {
		f.Shared = &finding.Shared{Key: c.module.key(), Place: c.module.place(), Detail: p}
		c.add(*f)
	}
	c.hidden = append(c.hidden, finding.Finding{Shared: &finding.Shared{Key: c.module.key(), Detail: p}})
}

// program is what the packages of a module have in common, and the sockets of
// one of them.
type program struct {
	sockets []opened
	cfg     *config.Config
	table   *advisory.Table
	module  *zmq4Module
	found   *libzmq.Found // nil when this machine has none
}

// finding is what there is to say about the library of this machine.
func (p *program) finding() *finding.Finding {
	if p.found == nil {
		return nil
	}
	f := &finding.Finding{Rule: "vulnerable-libzmq"}
	f.Severity, f.Message = verdict(describe(p.found), p.table.Judge(p.found.Version, p.found.Package), p.sockets)
	f.May = f.Severity == rule.Warning
	least := string(p.cfg.MinVersions.Libzmq)
	switch {
	case f.Message != "":
		return f
	case least != "" && advisory.Compare(p.found.Version, least) < 0:
		f.Severity, f.May = rule.Warning, false
		f.Message = fmt.Sprintf("%s is older than %s, which the configuration asks for", describe(p.found), least)
		return f
	}
	return nil
}

// describe names a libzmq and what tells of it.
func describe(f *libzmq.Found) string {
	if f.Package != nil && f.Package.Version != "" {
		return fmt.Sprintf("libzmq %s (%s, from %s)", f.Version, f.Package, f.By)
	}
	return fmt.Sprintf("libzmq %s (from %s)", f.Version, f.By)
}

// verdict words what a libzmq is affected by, the worst first: an error when
// the program meets the conditions of one, a warning when it may, and a note
// when it does not as far as can be seen.
func verdict(library string, v advisory.Verdict, sockets []opened) (rule.Severity, string) {
	if len(v.Hits) == 0 {
		return 0, ""
	}
	severity := rule.Note
	groups := map[string][]string{} // by what they have in common
	var order [3][]string
	for _, c := range conditions(v.Hits, sockets) {
		how, text := "conditions not met as far as can be seen", c.hit.ID
		switch c.answer {
		case yes:
			how, text = "conditions met"+c.who(), c.String()
			severity = rule.Error
		case maybe:
			how, text = "conditions perhaps met"+c.who(), c.String()
			severity = max(severity, rule.Warning)
		}
		if groups[how] == nil {
			order[c.answer] = append(order[c.answer], how)
		}
		groups[how] = append(groups[how], text)
	}
	message := fmt.Sprintf("%s has %s", library, count(len(v.Hits)))
	for _, how := range slices.Concat(order[yes], order[maybe], order[no]) {
		message += "; " + how + ": " + strings.Join(groups[how], ", ")
	}
	if fixed := v.Fixed(); fixed != "" {
		message += "; fixed in " + fixed
	}
	return severity, message
}

func count(n int) string {
	if n == 1 {
		return "a published vulnerability"
	}
	return fmt.Sprintf("%d published vulnerabilities", n)
}
