package advisory

// Which advisories a version is affected by.

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Hit is an advisory that a version is affected by.
type Hit struct {
	*Advisory
	Fixed string // the first release without it, on the same branch; empty when there is none
}

// Verdict is what the table says of one libzmq.
type Verdict struct {
	Hits []Hit // the worst first
	// Unjudged are those that the upstream version is affected by, and whose
	// fix the distribution may or may not have put into its package.
	Unjudged []*Advisory
}

// Judge tells which advisories a libzmq is affected by. pkg is the package of
// a distribution that it is from, nil when it is from none: distributions mend
// old versions without a new number, so their own numbers decide, and where
// the table does not have these nothing is claimed.
func (t *Table) Judge(version string, pkg *Package) (v Verdict) {
	for _, a := range t.Advisories {
		fixed, affected := a.affects(version, Affected.isLibzmq)
		if !affected {
			continue
		}
		if pkg != nil {
			switch mended, known := a.mendedIn(pkg); {
			case !known:
				v.Unjudged = append(v.Unjudged, a)
				continue
			case mended:
				continue
			}
		}
		v.Hits = append(v.Hits, Hit{a, fixed})
	}
	slices.SortStableFunc(v.Hits, func(a, b Hit) int {
		return cmp.Or(-cmp.Compare(a.Score(), b.Score()), strings.Compare(a.ID, b.ID))
	})
	return v
}

// JudgeModule tells which advisories a version of zmq4 is affected by.
func (t *Table) JudgeModule(version string) (hits []Hit) {
	for _, a := range t.Advisories {
		if fixed, affected := a.affects(version, Affected.isZMQ4); affected {
			hits = append(hits, Hit{a, fixed})
		}
	}
	return hits
}

// Fixed is the oldest release that is affected by none of the advisories that
// a version is affected by; empty when there is none.
func (v Verdict) Fixed() (version string) {
	for _, h := range v.Hits {
		if h.Fixed == "" {
			return ""
		}
		if version == "" || Compare(h.Fixed, version) > 0 {
			version = h.Fixed
		}
	}
	return version
}

// Compare orders upstream versions, with or without a "v", as semantic versioning
// does. What is no version comes first.
func Compare(a, b string) int { return compareParts(canonical(a), canonical(b)) }

// Valid reports whether a text is an upstream version.
func Valid(version string) bool { return canonical(version) != "" }

var syntax = regexp.MustCompile(`^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$`)

// canonical spells a version for compareParts, where ~ sorts before everything.
func canonical(version string) string {
	if version == "0" {
		return "0~" // where OSV lets everything begin
	}
	m := syntax.FindStringSubmatch(version)
	if m == nil {
		return ""
	}
	release := m[1] + cmp.Or(m[2], ".0") + cmp.Or(m[3], ".0")
	if m[4] != "" {
		release += "~" + m[4]
	}
	return release
}

func (a *Advisory) affects(version string, about func(Affected) bool) (fixed string, affected bool) {
	if !Valid(version) {
		return "", false
	}
	for _, f := range a.Affected {
		if !about(f) {
			continue
		}
		for _, r := range f.Ranges {
			events := r.Events
			if r.Type == "GIT" {
				events = r.Specific.Versions
			}
			if fixed, in := within(events, version, Compare); in {
				return fixed, true
			}
		}
		if slices.ContainsFunc(f.Versions, func(v string) bool { return Valid(v) && Compare(v, version) == 0 }) {
			return "", true
		}
	}
	return "", false
}

// within tells whether a version lies in a range, and which one ends it.
func within(events []Event, version string, compare func(a, b string) int) (fixed string, in bool) {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int { return compare(a.version(), b.version()) })
	for _, e := range events {
		switch {
		case e.Introduced != "":
			if compare(version, e.Introduced) < 0 {
				return "", false
			}
			in = true
		case e.Fixed != "" && in:
			if compare(version, e.Fixed) < 0 {
				return e.Fixed, true
			}
			in = false
		case e.LastAffected != "" && in:
			if compare(version, e.LastAffected) <= 0 {
				return "", true
			}
			in = false
		}
	}
	return "", in
}

func (e Event) version() string { return cmp.Or(e.Introduced, e.Fixed, e.LastAffected, e.Limit) }
