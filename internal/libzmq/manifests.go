package libzmq

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// readVcpkg reads vcpkg.json. An override is a version; what the dependencies
// ask for is the oldest that will do.
func readVcpkg(text string, _ *advisory.Table) (hints []Hint) {
	var manifest struct {
		Dependencies []json.RawMessage `json:"dependencies"`
		Overrides    []struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Semver  string `json:"version-semver"`
			Text    string `json:"version-string"`
		} `json:"overrides"`
	}
	if json.Unmarshal([]byte(text), &manifest) != nil {
		return nil
	}
	line := lineOf(text, `"zeromq"`)
	for _, o := range manifest.Overrides {
		if o.Name != "zeromq" {
			continue
		}
		version, _, _ := strings.Cut(cmp.Or(o.Version, o.Semver, o.Text), "#") // port version
		if i := strings.LastIndex(text, `"zeromq"`); i >= 0 {
			line = 1 + strings.Count(text[:i], "\n")
		}
		return []Hint{{Line: line, Says: "pins zeromq to " + version, Version: upstreamOf(version)}}
	}
	for _, d := range manifest.Dependencies {
		if bytes.Contains(d, []byte(`"zeromq"`)) {
			return []Hint{{Line: line, Says: "takes zeromq from vcpkg's baseline"}}
		}
	}
	return nil
}

var conanReference = regexp.MustCompile(`\bzeromq/(\d+\.\d+\.\d+)\b`)

// readConan reads the references of conanfile.txt and conanfile.py.
func readConan(text string, _ *advisory.Table) (hints []Hint) {
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if m := conanReference.FindStringSubmatch(line); m != nil {
			hints = append(hints, Hint{Line: n + 1, Says: "requires zeromq " + m[1] + " from Conan", Version: m[1]})
		}
	}
	return hints
}

var ciImage = regexp.MustCompile(`(?i)^\s*-?\s*(runs-on|image|container|dist|os|vmimage)\s*:\s*["']?([^\s"'#]+)`)

// readCI reads the commands of a CI configuration. They run on the image of
// their job, which is known where the whole file has but one.
func readCI(text string, table *advisory.Table) (hints []Hint) {
	lines := strings.Split(text, "\n")
	var base image
	several := false
	for _, line := range lines {
		m := ciImage.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if i, ok := ciMachine(strings.ToLower(m[2])); ok && base != (image{}) && i != base {
			several = true
		} else {
			several = several || !ok
			base = i
		}
	}
	if several {
		base = image{}
	}
	for n, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, h := range readCommand(line, base, table) {
			h.Line = n + 1
			hints = append(hints, h)
		}
	}
	return hints
}

// ciMachine knows the machines of CI services beside images.
func ciMachine(name string) (image, bool) {
	if release, ok := strings.CutPrefix(name, "ubuntu-"); ok {
		return image{"ubuntu", release}, imageNumber.MatchString(release)
	}
	if i, ok := codenames[name]; ok {
		return i, true
	}
	return parseImage(name)
}

func lineOf(text, what string) int {
	i := max(strings.Index(text, what), 0)
	return 1 + strings.Count(text[:i], "\n")
}
