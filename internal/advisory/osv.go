package advisory

// The part of the OSV format (ossf.github.io/osv-schema) that matters here.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Advisory is an entry in the OSV format.
type Advisory struct {
	ID        string     `json:"id"`
	Aliases   []string   `json:"aliases"`
	Modified  time.Time  `json:"modified"`
	Published time.Time  `json:"published"`
	Withdrawn time.Time  `json:"withdrawn"`
	Summary   string     `json:"summary"`
	Details   string     `json:"details"`
	Severity  []Severity `json:"severity"`
	Affected  []Affected `json:"affected"`
	Specific  Specific   `json:"database_specific"`
}

// Severity is a CVSS vector.
type Severity struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

// Affected is what one package has to do with an advisory.
type Affected struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
	} `json:"package"`
	Ranges   []Range  `json:"ranges"`
	Versions []string `json:"versions"`
}

// Range is a range of versions: events in turn, from the oldest on.
type Range struct {
	Type     string  `json:"type"` // SEMVER, ECOSYSTEM or GIT
	Repo     string  `json:"repo"`
	Events   []Event `json:"events"`
	Specific struct {
		Versions []Event `json:"versions"` // what osv.dev writes beside the commits of a GIT range
	} `json:"database_specific"`
}

// Event is where a range begins or ends: one of the fields is set.
type Event struct {
	Introduced   string `json:"introduced,omitempty"`
	Fixed        string `json:"fixed,omitempty"`
	LastAffected string `json:"last_affected,omitempty"`
	Limit        string `json:"limit,omitempty"`
}

// Specific is what the embedded advisories say beyond OSV.
type Specific struct {
	ZMQLint *Conditions `json:"zmqlint"`
}

// Conditions say which programs an advisory concerns.
type Conditions struct {
	Impact  string   `json:"impact"`  // what happens, as a phrase
	Exposed []Socket `json:"exposed"` // any of these
}

// Socket describes sockets that are exposed. What is empty does not matter;
// sockets that only talk to the machine itself never are.
type Socket struct {
	Open       string   `json:"open"`       // bind or connect
	Types      []string `json:"types"`      // PUB, XPUB, …
	Security   string   `json:"security"`   // none, curve, gssapi or secured (any mechanism but NULL)
	Role       string   `json:"role"`       // server or client, of the mechanism
	Transports []string `json:"transports"` // tcp, udp, …
}

// Parse reads advisories: one object, an array of them, or one object after
// another, as in JSON lines.
func Parse(data []byte) ([]*Advisory, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	var list []*Advisory
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("no OSV JSON: %w", err)
		}
		several, err := parseValue(raw)
		if err != nil {
			return nil, err
		}
		list = append(list, several...)
	}
	if len(list) == 0 {
		return nil, errors.New("no OSV JSON: there is no advisory in it")
	}
	for _, a := range list {
		if err := a.check(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func parseValue(raw json.RawMessage) (list []*Advisory, err error) {
	if raw[0] == '[' {
		err = json.Unmarshal(raw, &list)
	} else {
		a := new(Advisory)
		err = json.Unmarshal(raw, a)
		list = []*Advisory{a}
	}
	if err != nil {
		return nil, fmt.Errorf("no OSV JSON: %w", err)
	}
	return list, nil
}

// check wants what the format requires, as far as it is used.
func (a *Advisory) check() error {
	switch {
	case a == nil || a.ID == "":
		return errors.New("no OSV JSON: an advisory has no id")
	case a.Modified.IsZero():
		return fmt.Errorf("no OSV JSON: %s has no time of modification", a.ID)
	}
	for _, f := range a.Affected {
		for _, r := range f.Ranges {
			if !slices.Contains([]string{"SEMVER", "ECOSYSTEM", "GIT"}, r.Type) {
				return fmt.Errorf("no OSV JSON: %s has a range of type %q", a.ID, r.Type)
			}
		}
	}
	return nil
}

// sameAs reports whether two advisories have a name in common.
func (a *Advisory) sameAs(b *Advisory) bool {
	names := append([]string{a.ID}, a.Aliases...)
	return slices.ContainsFunc(append([]string{b.ID}, b.Aliases...), func(n string) bool { return slices.Contains(names, n) })
}

// concerns reports whether the advisory is about libzmq or zmq4.
func (a *Advisory) concerns() bool {
	return slices.ContainsFunc(a.Affected, func(f Affected) bool {
		return f.isLibzmq() || f.isZMQ4() || f.distribution() != ""
	})
}

// upstream are the ecosystems that name libzmq's releases as libzmq does.
var upstream = []string{"", "OSS-Fuzz", "GIT", "ConanCenter", "vcpkg", "Homebrew"}

func (f Affected) isLibzmq() bool {
	if !slices.Contains(upstream, f.Package.Ecosystem) {
		return false
	}
	name := f.Package.Name
	return name == "libzmq" || name == "zeromq" || name == "" && slices.ContainsFunc(f.Ranges, func(r Range) bool {
		return strings.Contains(r.Repo, "github.com/zeromq/libzmq")
	})
}

func (f Affected) isZMQ4() bool {
	return f.Package.Ecosystem == "Go" && strings.HasPrefix(f.Package.Name+"/", Embedded().ZMQ4.Path+"/")
}

// distribution is "Debian", "Ubuntu", "Alpine" … when the package is libzmq's
// there.
func (f Affected) distribution() string {
	distribution, _, _ := strings.Cut(f.Package.Ecosystem, ":")
	name := f.Package.Name
	if !slices.Contains(distributions, distribution) || name != "zeromq3" && name != "zeromq" {
		return ""
	}
	return distribution
}

// distributions are the ecosystems of packages built from libzmq.
var distributions = []string{"Debian", "Ubuntu", "Alpine", "AlmaLinux", "Chainguard", "Fedora", "Mageia",
	"openSUSE", "Photon OS", "Red Hat", "Rocky Linux", "SUSE", "Wolfi", "openEuler"}
