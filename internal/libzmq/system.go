package libzmq

// Distributions mend old versions of libzmq without giving them a new number.
// So the package that a file is from has to be known before anything is
// claimed of it.

import (
	"bufio"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// packageOf returns the package that a file is from: nil for one that was
// installed by other means. Where a distribution has a package manager that is
// not known here, the package has no version.
func (e Environment) packageOf(file string) *advisory.Package {
	name := e.systemName(file)
	if !strings.HasPrefix(name, "/usr/") || strings.HasPrefix(name, "/usr/local/") {
		return nil
	}
	release := e.osRelease()
	pkg := &advisory.Package{Distribution: release["ID"], Release: release["VERSION_ID"], Name: "libzmq"}
	switch {
	case pkg.Distribution == "":
		return nil
	case e.has("/var/lib/dpkg/status"):
		pkg.Name, pkg.Version = e.dpkg(name)
	case e.has("/lib/apk/db/installed"):
		pkg.Release = majorMinor(pkg.Release)
		pkg.Name, pkg.Version = e.apk(name)
	case slices.ContainsFunc(strings.Fields(release["ID"]+" "+release["ID_LIKE"]), func(id string) bool {
		return slices.Contains([]string{"fedora", "rhel", "centos", "suse", "opensuse"}, id)
	}):
		pkg.Name, pkg.Version = e.rpm(file)
	default:
		return pkg
	}
	if pkg.Name == "" {
		return nil
	}
	return pkg
}

// systemName is the name of a file as the package manager knows it.
func (e Environment) systemName(file string) string {
	if e.Root != "" {
		rel, err := filepath.Rel(e.Root, file)
		if err != nil || !filepath.IsLocal(rel) {
			return file
		}
		file = "/" + filepath.ToSlash(rel)
	}
	return path.Clean(filepath.ToSlash(file))
}

func (e Environment) has(name string) bool {
	_, err := os.Stat(e.path(name))
	return err == nil
}

// osRelease reads /etc/os-release.
func (e Environment) osRelease() map[string]string {
	text, err := os.ReadFile(e.path("/etc/os-release"))
	if err != nil {
		return nil
	}
	values := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			values[name] = strings.Trim(value, `"'`)
		}
	}
	return values
}

// majorMinor makes "3.19.1" the "3.19" by which Alpine's releases go.
func majorMinor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// dpkg finds the package that lists a file, and its version.
func (e Environment) dpkg(file string) (name, version string) {
	lists, _ := filepath.Glob(e.path("/var/lib/dpkg/info/libzmq*.list"))
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err == nil && slices.Contains(strings.Split(string(text), "\n"), file) {
			name, _, _ = strings.Cut(strings.TrimSuffix(filepath.Base(list), ".list"), ":")
			break
		}
	}
	if name == "" {
		return "", ""
	}
	e.stanzas("/var/lib/dpkg/status", func(fields map[string][]string) bool {
		if first(fields["Package"]) == name && strings.HasSuffix(first(fields["Status"]), " installed") {
			version = first(fields["Version"])
		}
		return version == ""
	})
	return name, version
}

// apk finds the package that has a file, and its version: F: names a
// directory, and the R: lines after it the files in it.
func (e Environment) apk(file string) (name, version string) {
	dir, base := path.Split(strings.TrimPrefix(file, "/"))
	e.stanzas("/lib/apk/db/installed", func(fields map[string][]string) bool {
		if slices.Contains(fields["F"], strings.TrimSuffix(dir, "/")) && slices.Contains(fields["R"], base) {
			name, version = first(fields["P"]), first(fields["V"])
		}
		return name == ""
	})
	return name, version
}

// rpm asks rpm. One that is not there or fails leaves the version open.
func (e Environment) rpm(file string) (name, version string) {
	if e.Root != "" {
		return "libzmq", ""
	}
	out, err := e.output("rpm", "-qf", "--qf", `%{NAME}\t%{VERSION}-%{RELEASE}\n`, file)
	if err != nil && strings.Contains(out, "not owned by any package") {
		return "", ""
	}
	line, _, _ := strings.Cut(out, "\n")
	if name, version, ok := strings.Cut(line, "\t"); ok && err == nil {
		return name, version
	}
	return "libzmq", ""
}

// stanzas reads a file of paragraphs with "Name: value" lines, until yield
// says that it has seen enough.
func (e Environment) stanzas(name string, yield func(map[string][]string) bool) {
	f, err := os.Open(e.path(name))
	if err != nil {
		return
	}
	defer f.Close()
	fields := map[string][]string{}
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		if key, value, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, " ") {
			fields[key] = append(fields[key], strings.TrimSpace(value))
		}
		if line == "" || err == io.EOF {
			if len(fields) > 0 && !yield(fields) {
				return
			}
			clear(fields)
		}
		if err != nil {
			return
		}
	}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
