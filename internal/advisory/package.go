package advisory

import (
	"slices"
	"strings"
)

// Package is libzmq as a distribution packages it.
type Package struct {
	Distribution string // as in /etc/os-release: debian, ubuntu, alpine, fedora …
	Release      string // "12", "20.04", "3.19"; empty where there is no number
	Name         string // "libzmq3-dev"
	Version      string // "4.3.4-6"
}

// String is "libzmq3-dev 4.3.4-6 of debian 12".
func (p *Package) String() string {
	return p.Name + " " + p.Version + " of " + strings.TrimSpace(p.Distribution+" "+p.Release)
}

// mendedIn tells whether a package has the fix; known is false when the table
// does not say.
func (a *Advisory) mendedIn(p *Package) (mended, known bool) {
	for _, f := range a.Affected {
		if !strings.EqualFold(f.distribution(), p.Distribution) || !f.isRelease(p.Release) {
			continue
		}
		for _, r := range f.Ranges {
			if len(r.Events) == 0 {
				continue
			}
			if _, in := within(r.Events, p.Version, ComparePackages); in {
				return false, true
			}
			known = true
		}
	}
	return known, known
}

// isRelease reports whether an ecosystem such as "Debian:9", "Alpine:v3.8" or
// "Ubuntu:Pro:18.04:LTS" is that of a release.
func (f Affected) isRelease(release string) bool {
	parts := strings.Split(f.Package.Ecosystem, ":")[1:]
	return slices.ContainsFunc(parts, func(part string) bool {
		return release != "" && strings.TrimPrefix(part, "v") == release
	})
}

// ComparePackages orders package versions as dpkg does: epoch, version and
// revision, each in turns of other characters and of digits, where ~ sorts
// before everything. The versions that apk and rpm have for libzmq are in the
// same order.
func ComparePackages(a, b string) int {
	epochA, a := splitEpoch(a)
	epochB, b := splitEpoch(b)
	if c := compareParts(epochA, epochB); c != 0 {
		return c
	}
	a, revisionA := splitRevision(a)
	b, revisionB := splitRevision(b)
	if c := compareParts(a, b); c != 0 {
		return c
	}
	return compareParts(revisionA, revisionB)
}

func splitEpoch(v string) (epoch, rest string) {
	if epoch, rest, ok := strings.Cut(v, ":"); ok {
		return epoch, rest
	}
	return "0", v
}

func splitRevision(v string) (version, revision string) {
	if i := strings.LastIndexByte(v, '-'); i >= 0 {
		return v[:i], v[i+1:]
	}
	return v, ""
}

func compareParts(a, b string) int {
	for a != "" || b != "" {
		for (a != "" && !isDigit(a[0])) || (b != "" && !isDigit(b[0])) {
			if c := weight(a) - weight(b); c != 0 {
				return c
			}
			a, b = a[1:], b[1:]
		}
		var numA, numB string
		numA, a = digits(a)
		numB, b = digits(b)
		if c := len(numA) - len(numB); c != 0 {
			return c
		}
		if c := strings.Compare(numA, numB); c != 0 {
			return c
		}
	}
	return 0
}

// weight orders the first character: ~, then the end or a digit, then letters,
// then all others.
func weight(s string) int {
	switch {
	case s == "" || isDigit(s[0]):
		return 0
	case s[0] == '~':
		return -1
	case 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z':
		return int(s[0])
	}
	return int(s[0]) + 256
}

// digits splits a number without its leading zeros off.
func digits(s string) (number, rest string) {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return strings.TrimLeft(s[:n], "0"), s[n:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
