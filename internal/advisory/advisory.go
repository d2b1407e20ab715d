// Package advisory knows the published advisories about libzmq, and which
// releases of zmq4 there are. The table is embedded: nothing is fetched.
//
// Each advisory is a file of its own in the OSV format (data/CVE-….json), so
// that files from elsewhere can replace or extend the table. What OSV has no
// field for, the conditions under which a program is exposed, is in
// database_specific.zmqlint. A fix that a distribution made without a new
// upstream version is in affected, under the distribution's own ecosystem and
// from the version of its package on, as OSV does it. data/known.json has
// what is not an advisory.
//
//	advisory.go   the table: embedded, extended by a file
//	osv.go        the format
//	affected.go   which advisories a version is affected by
//	package.go    packages of distributions, and the order of their versions
//	cvss.go       scores
//
// The package depends on the standard library alone: it serves programs at run
// time as well, and adds nothing to their go.mod.
package advisory

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Table is what is known.
type Table struct {
	Date       time.Time // what was published later is not in the table
	Advisories []*Advisory
	ZMQ4       Module
	Libzmq     Library
	Deprecated []Binding
	// Archives has the version of libzmq's package that a release of a
	// distribution installs, by "ubuntu:20.04". It is the newest that the
	// release offers without a subscription.
	Archives map[string]string
}

// Module is zmq4, with its releases from the oldest to the newest.
type Module struct {
	Path     string    `json:"path"`
	Releases []Release `json:"releases"`
}

// Release is a version of zmq4.
type Release struct {
	Version string `json:"version"`
	Date    string `json:"date"`            // YYYY-MM-DD
	Fixes   string `json:"fixes,omitempty"` // what it is worth having for, as a clause after "since"
	// Sum and ModSum are the checksums of the module and of its go.mod, as in
	// go.sum. The newest release has them: it is what go.mod is changed to.
	Sum    string `json:"sum,omitempty"`
	ModSum string `json:"modSum,omitempty"`
}

// Sums are the lines of go.sum for a release that has its checksums.
func (m Module) Sums(r Release) []string {
	if r.Sum == "" || r.ModSum == "" {
		return nil
	}
	return []string{m.Path + " " + r.Version + " " + r.Sum, m.Path + " " + r.Version + "/go.mod " + r.ModSum}
}

// Latest is the newest release.
func (m Module) Latest() Release { return m.Releases[len(m.Releases)-1] }

// Since lists what the releases after a version fix.
func (m Module) Since(version string) (fixes []Release) {
	for _, r := range m.Releases {
		if r.Fixes != "" && Compare(r.Version, version) > 0 {
			fixes = append(fixes, r)
		}
	}
	return fixes
}

// Library is libzmq.
type Library struct {
	Latest string `json:"latest"`
}

// Binding is a binding that nobody maintains any more.
type Binding struct {
	Path   string `json:"path"`
	Speaks string `json:"speaks"` // the libzmq that it was made for
}

//go:embed data
var files embed.FS

// Embedded is the table that comes with the program. It must not be changed.
var Embedded = sync.OnceValue(func() *Table {
	t, err := readEmbedded()
	if err != nil {
		panic(err) // a test reads it
	}
	return t
})

func readEmbedded() (*Table, error) {
	entries, err := files.ReadDir("data")
	if err != nil {
		return nil, err
	}
	t := new(Table)
	for _, e := range entries {
		name := e.Name()
		data, err := files.ReadFile("data/" + name)
		if err != nil {
			return nil, err
		}
		if name == "known.json" {
			err = t.readKnown(data)
		} else {
			err = t.add(data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return t, nil
}

func (t *Table) readKnown(data []byte) error {
	var known struct {
		Date       string            `json:"date"`
		ZMQ4       Module            `json:"zmq4"`
		Libzmq     Library           `json:"libzmq"`
		Deprecated []Binding         `json:"deprecated"`
		Archives   map[string]string `json:"archives"`
	}
	if err := json.Unmarshal(data, &known); err != nil {
		return err
	}
	date, err := time.Parse(time.DateOnly, known.Date)
	if err != nil {
		return err
	}
	t.Date, t.ZMQ4, t.Libzmq, t.Deprecated, t.Archives = date, known.ZMQ4, known.Libzmq, known.Deprecated, known.Archives
	return nil
}

func (t *Table) add(data []byte) error {
	list, err := Parse(data)
	if err != nil {
		return err
	}
	for _, a := range list {
		t.put(a)
	}
	slices.SortFunc(t.Advisories, func(a, b *Advisory) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

// put adds an advisory in place of those that have one of its names. One that
// was withdrawn leaves its place empty. What it does not say of the conditions
// is kept.
func (t *Table) put(a *Advisory) {
	for _, old := range t.Advisories {
		if a.Specific.ZMQLint == nil && a.sameAs(old) {
			a.Specific.ZMQLint = old.Specific.ZMQLint
		}
	}
	t.Advisories = slices.DeleteFunc(t.Advisories, a.sameAs)
	if a.Withdrawn.IsZero() {
		t.Advisories = append(t.Advisories, a)
	}
}

// Open returns the embedded table, extended by the advisories in a file. No
// name is the embedded table. Each file is read once.
func Open(file string) (*Table, error) {
	if file == "" {
		return Embedded(), nil
	}
	opened.Lock()
	defer opened.Unlock()
	if o, ok := opened.tables[file]; ok {
		return o.table, o.err
	}
	o := open(file)
	opened.tables[file] = o
	return o.table, o.err
}

type outcome struct {
	table *Table
	err   error
}

var opened = struct {
	sync.Mutex
	tables map[string]outcome
}{tables: map[string]outcome{}}

func open(file string) outcome {
	data, err := os.ReadFile(file)
	if err != nil {
		return outcome{err: err}
	}
	t, err := Embedded().Extend(data)
	if err != nil {
		return outcome{err: fmt.Errorf("%s: %w", file, err)}
	}
	return outcome{table: t}
}

// Extend returns the table with the advisories in OSV JSON added: one, an
// array, or one a line. Those that are about something else are passed over.
// The table is then as new as the newest of them.
func (t *Table) Extend(data []byte) (*Table, error) {
	list, err := Parse(data)
	if err != nil {
		return nil, err
	}
	e := *t
	e.Advisories = slices.Clone(t.Advisories)
	count := 0
	for _, a := range list {
		if !a.concerns() {
			continue
		}
		count++
		e.put(a)
		if a.Modified.After(e.Date) {
			e.Date = a.Modified
		}
	}
	if count == 0 {
		return nil, fmt.Errorf("no advisory about libzmq or %s in it", t.ZMQ4.Path)
	}
	slices.SortFunc(e.Advisories, func(a, b *Advisory) int { return strings.Compare(a.ID, b.ID) })
	return &e, nil
}
