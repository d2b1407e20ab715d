package zmqsafe

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckVersion(t *testing.T) {
	for version, id := range map[string]string{
		"4.3.5": "", "4.3.4": "", "4.3.3": "",
		"4.3.2": "CVE-2020-15166", "4.3.0": "CVE-2019-6250", "4.1.4": "CVE-2019-13132", "4.0.4": "CVE-2014-7202",
	} {
		err := checkVersion(version, nil)
		if (err == nil) != (id == "") || (err != nil && !strings.Contains(err.Error(), id)) {
			t.Errorf("%s: %v", version, err)
		}
	}
	var e *VersionError
	if err := checkVersion("4.3.2", nil); !errors.As(err, &e) || e.Version != "4.3.2" || e.Advisories[0].Fixed != "4.3.3" || e.Advisories[0].Score < 5 {
		t.Fatalf("%+v", e)
	}
	var all []string
	for _, a := range e.Advisories {
		all = append(all, a.ID)
	}
	if err := checkVersion("4.3.2", all); err != nil {
		t.Errorf("all mended: %v", err)
	}
	if err := checkVersion("4.3.2", all[1:]); !errors.As(err, &e) || len(e.Advisories) != 1 || e.Advisories[0].ID != all[0] {
		t.Errorf("all but one mended: %v", err)
	}
}

func TestLinkedLibzmq(t *testing.T) {
	if !HasCurve() {
		t.Error("libzmq without CURVE: most of this package's tests cannot hold")
	}
	var e *VersionError
	if err := CheckVersion(); err != nil && !errors.As(err, &e) {
		t.Error(err)
	}
}
