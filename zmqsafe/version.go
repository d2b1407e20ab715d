package zmqsafe

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/internal/advisory"
)

// Advisory is a published vulnerability of libzmq.
type Advisory struct {
	ID      string // CVE number
	Summary string
	Score   float64 // CVSS; 0 when there is none
	Fixed   string  // first release without it; empty when there is none
}

// VersionError tells that the linked libzmq has published vulnerabilities.
type VersionError struct {
	Version    string // of libzmq
	Advisories []Advisory
}

// Error names the version and the advisories.
func (e *VersionError) Error() string {
	list := make([]string, len(e.Advisories))
	for i, a := range e.Advisories {
		list[i] = fmt.Sprintf("%s (%s; fixed in %s)", a.ID, a.Summary, a.Fixed)
	}
	return fmt.Sprintf("zmqsafe: libzmq %s has known vulnerabilities: %s", e.Version, strings.Join(list, ", "))
}

// CheckVersion looks the libzmq that is linked up in the table of published
// advisories that comes with this module; nothing is fetched. The error is a
// [*VersionError].
//
// libzmq knows its upstream version only. Distributions mend old versions without
// a new one: the ids of advisories whose fix yours has are passed as mended, as
// its security tracker lists them.
func CheckVersion(mended ...string) error {
	major, minor, patch := zmq4.Version()
	if major == 0 {
		return errors.New("zmqsafe: zmq4 was compiled for another libzmq than it runs with")
	}
	return checkVersion(fmt.Sprintf("%d.%d.%d", major, minor, patch), mended)
}

func checkVersion(version string, mended []string) error {
	e := &VersionError{Version: version}
	for _, h := range advisory.Embedded().Judge(version, nil).Hits {
		if !slices.Contains(mended, h.ID) {
			e.Advisories = append(e.Advisories, Advisory{h.ID, h.Summary, h.Score(), h.Fixed})
		}
	}
	if len(e.Advisories) == 0 {
		return nil
	}
	return e
}
