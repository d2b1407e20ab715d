package advisory

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/semver"
)

func ids(v Verdict) (list []string) {
	for _, h := range v.Hits {
		list = append(list, h.ID)
	}
	return list
}

func unjudged(v Verdict) (list []string) {
	for _, a := range v.Unjudged {
		list = append(list, a.ID)
	}
	return list
}

func TestJudgeReleases(t *testing.T) {
	of2021 := []string{"CVE-2021-20236", "CVE-2021-20235", "CVE-2020-15166", "CVE-2021-20237", "CVE-2021-20234"}
	for version, want := range map[string]struct {
		ids   []string
		fixed string
	}{
		"4.0.4":     {[]string{"CVE-2019-13132", "CVE-2021-20236", "CVE-2020-15166", "CVE-2021-20234", "CVE-2014-7202", "CVE-2014-7203", "CVE-2014-9721"}, "4.0.10"},
		"4.0.10":    {nil, ""},
		"4.1.0-rc1": {[]string{"CVE-2019-13132", "CVE-2021-20236", "CVE-2020-15166", "CVE-2021-20234", "CVE-2014-9721"}, "4.1.8"},
		"4.1.4":     {[]string{"CVE-2019-13132", "CVE-2021-20236", "CVE-2020-15166", "CVE-2021-20234"}, "4.1.8"},
		"4.1.8":     {nil, ""},
		"4.2.5":     {append([]string{"CVE-2019-13132", "CVE-2021-20236", "CVE-2019-6250"}, of2021[1:]...), "4.3.3"},
		"4.3.1":     {append([]string{"CVE-2019-13132"}, of2021...), "4.3.3"},
		"4.3.2":     {of2021, "4.3.3"},
		"4.3.3":     {nil, ""},
		"4.3.4":     {nil, ""},
		"4.3.5":     {nil, ""},
		"4.4.0":     {nil, ""},
		"nonsense":  {nil, ""},
		"":          {nil, ""},
	} {
		v := Embedded().Judge(version, nil)
		if diff := cmp.Diff(want.ids, ids(v)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", version, diff)
		}
		if got := v.Fixed(); got != want.fixed {
			t.Errorf("%s: fixed in %q, want %q", version, got, want.fixed)
		}
	}
}

func TestJudgePackages(t *testing.T) {
	for _, test := range []struct {
		upstream string
		pkg      Package
		ids      []string
		unjudged []string
	}{
		{"4.2.1", Package{"debian", "9", "libzmq3-dev", "4.2.1-4"}, []string{"CVE-2019-13132", "CVE-2019-6250", "CVE-2021-20235", "CVE-2020-15166", "CVE-2021-20234"}, []string{"CVE-2021-20236", "CVE-2021-20237"}},
		{"4.2.1", Package{"debian", "9", "libzmq3-dev", "4.2.1-4+deb9u2"}, []string{"CVE-2021-20235", "CVE-2020-15166", "CVE-2021-20234"}, []string{"CVE-2021-20236", "CVE-2021-20237"}},
		{"4.2.1", Package{"debian", "9", "libzmq3-dev", "4.2.1-4+deb9u4"}, nil, []string{"CVE-2021-20236", "CVE-2021-20237"}},
		{"4.3.1", Package{"debian", "10", "libzmq3-dev", "4.3.1-4+deb10u2"}, nil, []string{"CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"}},
		{"4.3.4", Package{"debian", "12", "libzmq3-dev", "4.3.4-6"}, nil, nil},
		{"4.3.2", Package{"ubuntu", "20.04", "libzmq3-dev", "4.3.2-2ubuntu1"}, []string{"CVE-2021-20235", "CVE-2020-15166", "CVE-2021-20237", "CVE-2021-20234"}, []string{"CVE-2021-20236"}},
		{"4.3.2", Package{"ubuntu", "20.04", "libzmq3-dev", "4.3.2-2ubuntu1.20.04.1~esm2"}, nil, []string{"CVE-2021-20236"}},
		{"4.2.5", Package{"alpine", "3.8", "zeromq-dev", "4.2.5-r1"}, nil, []string{"CVE-2019-6250", "CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"}},
		{"4.3.2", Package{"alpine", "3.12", "zeromq-dev", "4.3.2-r2"}, []string{"CVE-2020-15166"}, []string{"CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"}},
		{"4.3.2", Package{"alpine", "", "zeromq-dev", "4.3.2-r2"}, nil, []string{"CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"}},
		{"4.1.4", Package{"centos", "7", "zeromq-devel", "4.1.4-6.el7"}, nil, []string{"CVE-2019-13132", "CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20236"}},
	} {
		v := Embedded().Judge(test.upstream, &test.pkg)
		if diff := cmp.Diff(test.ids, ids(v)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", &test.pkg, diff)
		}
		if diff := cmp.Diff(test.unjudged, unjudged(v)); diff != "" {
			t.Errorf("%s, unjudged (-want +got):\n%s", &test.pkg, diff)
		}
	}
}

func TestScores(t *testing.T) {
	want := map[string]float64{ // as the National Vulnerability Database prints them
		"CVE-2014-7202": 4.3, "CVE-2014-7203": 4.3, "CVE-2014-9721": 4.3, "CVE-2019-6250": 8.8, "CVE-2019-13132": 9.8,
		"CVE-2020-15166": 7.5, "CVE-2021-20234": 6.5, "CVE-2021-20235": 8.1, "CVE-2021-20236": 9.8, "CVE-2021-20237": 7.5,
	}
	got := map[string]float64{}
	for _, a := range Embedded().Advisories {
		got[a.ID] = a.Score()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for vector, want := range map[string]float64{
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H": 9.9,
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:L/A:N": 7.2,
		"CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N": 0,
		"CVSS:3.1/AV:N":  0,
		"nonsense":       0,
		"":               0,
		"CVSS:3.1/AV:NN": 0,
	} {
		if got := score3(vector); got != want {
			t.Errorf("score of %s = %v, want %v", vector, got, want)
		}
	}
	if got := score2("AV:N/AC:L/Au:N/C:C/I:C/A:C"); got != 10 {
		t.Errorf("highest score of CVSS 2 = %v", got)
	}
}

func TestTableIsInOrder(t *testing.T) {
	if _, err := readEmbedded(); err != nil {
		t.Fatal(err)
	}
	table := Embedded()
	for _, a := range table.Advisories {
		c := a.Specific.ZMQLint
		if c == nil || c.Impact == "" || len(c.Exposed) == 0 || a.Published.IsZero() || a.Summary == "" {
			t.Errorf("%s is not complete", a.ID)
			continue
		}
		for _, s := range c.Exposed {
			if !slices.Contains([]string{"", "bind", "connect"}, s.Open) || !slices.Contains([]string{"", "none", "curve", "gssapi", "secured"}, s.Security) ||
				!slices.Contains([]string{"", "server", "client"}, s.Role) {
				t.Errorf("%s: unknown condition %+v", a.ID, s)
			}
		}
	}
	for i, r := range table.ZMQ4.Releases {
		if !semver.IsValid(r.Version) || i > 0 && (semver.Compare(table.ZMQ4.Releases[i-1].Version, r.Version) >= 0 || table.ZMQ4.Releases[i-1].Date > r.Date) {
			t.Errorf("release %s is out of order", r.Version)
		}
	}
	if got := table.ZMQ4.Latest().Version; got != "v1.4.0" {
		t.Errorf("newest release %s", got)
	}
	// This module requires it, so its own go.sum knows the checksums.
	sums, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	lines := table.ZMQ4.Sums(table.ZMQ4.Latest())
	if len(lines) != 2 {
		t.Errorf("the newest release has no checksums: %q", lines)
	}
	for _, line := range lines {
		if !strings.Contains(string(sums), line+"\n") {
			t.Errorf("go.sum does not have %q", line)
		}
	}
	if got := len(table.ZMQ4.Since("v1.2.5")); got != 2 {
		t.Errorf("%d releases after v1.2.5 with something worth having, want 2", got)
	}
}

func TestComparePackages(t *testing.T) {
	sorted := []string{"4.1.4-7ubuntu0.1", "4.2.1-4", "4.2.1-4+deb9u1", "4.2.1-4+deb9u10", "4.2.5-r0", "4.2.5-r1",
		"4.3.2-2ubuntu1", "4.3.2-2ubuntu1.20.04.1~esm1", "4.3.2-2ubuntu1.20.04.1~esm2", "4.3.2-2ubuntu1.20.04.1", "4.3.4~rc1-1", "4.3.4-1", "4.3.4+dfsg-1", "1:4.0.0-1"}
	for i, a := range sorted {
		for j, b := range sorted {
			got := ComparePackages(a, b)
			if i < j && got >= 0 || i == j && got != 0 || i > j && got <= 0 {
				t.Errorf("ComparePackages(%s, %s) = %d", a, b, got)
			}
		}
	}
	if ComparePackages("4.03-1", "4.3-1") != 0 {
		t.Error("leading zeros count")
	}
}

const entry = `{"schema_version": "1.6.0", "id": "CVE-2030-1", "modified": "2030-01-02T00:00:00Z", "summary": "s",
 "affected": [{"ranges": [{"type": "GIT", "repo": "https://github.com/zeromq/libzmq", "events": [{"introduced": "0"}, {"fixed": "abc"}],
   "database_specific": {"versions": [{"introduced": "4.3.0"}, {"last_affected": "4.3.5"}]}}]}]}`

func TestExtend(t *testing.T) {
	foreign := `{"id": "GO-1", "modified": "2030-01-02T00:00:00Z", "affected": [{"package": {"ecosystem": "Go", "name": "example.com/x"}}]}`
	for name, text := range map[string]string{
		"one":   entry,
		"array": "[" + entry + ", " + foreign + "]",
		"lines": strings.ReplaceAll(entry, "\n", "") + "\n" + foreign + "\n",
	} {
		table, err := Embedded().Extend([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := ids(table.Judge("4.3.5", nil)); !slices.Equal(got, []string{"CVE-2030-1"}) {
			t.Errorf("%s: 4.3.5 has %v", name, got)
		}
		if got := table.Judge("4.3.2", nil); len(got.Hits) != 6 || got.Fixed() != "" {
			t.Errorf("%s: 4.3.2 has %v, fixed in %q", name, ids(got), got.Fixed())
		}
		if got := table.Date.Format("2006-01-02"); got != "2030-01-02" {
			t.Errorf("%s: the table is of %s", name, got)
		}
	}
	if len(Embedded().Judge("4.3.5", nil).Hits) != 0 {
		t.Error("the embedded table was changed")
	}
}

func TestExtendReplaces(t *testing.T) {
	other := `{"id": "GHSA-qq65-x72m-9wr8", "modified": "2027-01-02T00:00:00Z", "affected": [{"package": {"ecosystem": "ConanCenter", "name": "zeromq"}, "versions": ["4.3.5"]}]}`
	table, err := Embedded().Extend([]byte(other))
	if err != nil {
		t.Fatal(err)
	}
	v := table.Judge("4.3.5", nil)
	if !slices.Equal(ids(v), []string{"GHSA-qq65-x72m-9wr8"}) || v.Hits[0].Specific.ZMQLint == nil {
		t.Errorf("4.3.5 has %v; the conditions that the alias has are kept: %v", ids(v), v.Hits)
	}
	if got := ids(table.Judge("4.3.2", nil)); slices.Contains(got, "CVE-2021-20236") {
		t.Errorf("the advisory is there twice: %v", got)
	}
	withdrawn := `{"id": "CVE-2021-20236", "modified": "2027-01-02T00:00:00Z", "withdrawn": "2027-01-02T00:00:00Z", "affected": [{"package": {"ecosystem": "OSS-Fuzz", "name": "libzmq"}}]}`
	table, err = Embedded().Extend([]byte(withdrawn))
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(table.Judge("4.3.2", nil)); slices.Contains(got, "CVE-2021-20236") {
		t.Errorf("withdrawn, and still there: %v", got)
	}
}

func TestModuleAdvisories(t *testing.T) {
	table, err := Embedded().Extend([]byte(`{"id": "GO-2030-1", "modified": "2030-01-02T00:00:00Z", "affected": [{"package": {"ecosystem": "Go", "name": "github.com/pebbe/zmq4"},
		"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.8"}]}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if hits := table.JudgeModule("v1.2.5"); len(hits) != 1 || hits[0].Fixed != "1.2.8" {
		t.Errorf("v1.2.5: %v", hits)
	}
	if hits := table.JudgeModule("v1.2.8"); len(hits) != 0 {
		t.Errorf("v1.2.8: %v", hits)
	}
	if hits := table.JudgeModule("v0.0.0-20150101000000-abcdefabcdef"); len(hits) != 1 {
		t.Errorf("a version before all releases: %v", hits)
	}
	if got := ids(table.Judge("1.2.5", nil)); slices.Contains(got, "GO-2030-1") {
		t.Error("an advisory about zmq4 is taken for one about libzmq")
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	if table, err := Open(""); err != nil || table != Embedded() {
		t.Errorf("no file: %v, %v", table, err)
	}
	if table, err := Open(file("good.json", entry)); err != nil || len(table.Advisories) != len(Embedded().Advisories)+1 {
		t.Errorf("good.json: %v", err)
	}
	for name, bad := range map[string]string{
		"empty.json": "", "text.json": "hello", "half.json": entry[:50], "scalar.json": "3", "null.json": "null", "nulls.json": "[null]",
		"noid.json": "{}", "notime.json": `{"id": "X-1"}`, "badtime.json": `{"id": "X-1", "modified": "yesterday"}`,
		"range.json": `{"id": "X-1", "modified": "2030-01-02T00:00:00Z", "affected": [{"ranges": [{"type": "ROUND"}]}]}`,
		"other.json": `{"id": "X-1", "modified": "2030-01-02T00:00:00Z", "affected": [{"package": {"ecosystem": "npm", "name": "zeromq"}}]}`,
	} {
		name = file(name, bad)
		if _, err := Open(name); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want an error that names it", name, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "missing.json")); err == nil {
		t.Error("no error for a file that is not there")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(entry))
	f.Add([]byte("[" + entry + "]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if table, err := Embedded().Extend(data); err == nil {
			table.Judge("4.3.1", &Package{"debian", "10", "libzmq3-dev", "4.3.1-4"})
		}
	})
}

// TestDocs keeps the table of docs/advisories.md in step.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/advisories.md")
	if err != nil {
		t.Fatal(err)
	}
	if date := "The table is of " + Embedded().Date.Format("2006-01-02") + "."; !strings.Contains(string(text), date) {
		t.Errorf("docs/advisories.md does not say: %s", date)
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| CVE-") {
			rows++
		}
	}
	if rows != len(Embedded().Advisories) {
		t.Errorf("docs/advisories.md has %d advisories, the table %d", rows, len(Embedded().Advisories))
	}
	for _, a := range Embedded().Advisories {
		name := a.ID
		if len(a.Aliases) > 0 {
			name += " (" + strings.Join(a.Aliases, ", ") + ")"
		}
		row := fmt.Sprintf("| %s | %.1f | %s | %s | ", name, a.Score(), affectedText(a), a.Specific.ZMQLint.Impact)
		if !strings.Contains(string(text), row) {
			t.Errorf("docs/advisories.md has no row %s", row)
		}
	}
}

// affectedText words the upstream ranges by the releases that there are.
func affectedText(a *Advisory) string {
	last := map[string]string{"4.0.5": "4.0.4", "4.1.1": "4.1.0", "4.0.9": "4.0.8", "4.1.7": "4.1.6", "4.1.8": "4.1.7", "4.3.1": "4.3.0", "4.3.2": "4.3.1", "4.3.3": "4.3.2"}
	var parts []string
	for _, f := range a.Affected {
		if !f.isLibzmq() {
			continue
		}
		events := f.Ranges[0].Events
		for i := 0; i+1 < len(events); i += 2 {
			from, fixed := strings.TrimSuffix(events[i].Introduced, "-rc1"), events[i+1].Fixed
			switch {
			case from == "0":
				parts = append(parts, "before "+fixed)
			case from == last[fixed]:
				parts = append(parts, from)
			default:
				parts = append(parts, from+" to "+last[fixed])
			}
		}
	}
	return strings.Join(parts, "; ")
}
