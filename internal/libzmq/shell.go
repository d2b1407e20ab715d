package libzmq

import (
	"regexp"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// image is the base of a container or of a CI machine.
type image struct{ distribution, release string }

func (i image) String() string { return i.distribution + ":" + i.release }

// archive is the package that the image installs, nil when it is not known.
func (i image) archive(name string, table *advisory.Table) *advisory.Package {
	if v := table.Archives[i.String()]; v != "" {
		return &advisory.Package{Distribution: i.distribution, Release: i.release, Name: name, Version: v}
	}
	return nil
}

var codenames = map[string]image{
	"stretch": {"debian", "9"}, "buster": {"debian", "10"}, "bullseye": {"debian", "11"}, "bookworm": {"debian", "12"}, "trixie": {"debian", "13"},
	"xenial": {"ubuntu", "16.04"}, "bionic": {"ubuntu", "18.04"}, "focal": {"ubuntu", "20.04"}, "jammy": {"ubuntu", "22.04"}, "noble": {"ubuntu", "24.04"},
}

var (
	imageName   = regexp.MustCompile(`^(?:docker\.io/)?(?:library/)?([a-z0-9]+):([A-Za-z0-9._-]+)`)
	imageNumber = regexp.MustCompile(`^\d+(\.\d+)?`)
	alpineTag   = regexp.MustCompile(`(?:^|-)alpine(\d+\.\d+)`)
)

// parseImage tells which distribution an image is: one of its own, or one of
// the official images, whose tags name what they are built on. Images of
// others may have any package in any version.
func parseImage(name string) (image, bool) {
	m := imageName.FindStringSubmatch(name)
	if m == nil {
		return image{}, false
	}
	repository, tag := m[1], m[2]
	switch repository {
	case "debian", "ubuntu", "alpine", "fedora", "centos", "almalinux", "rockylinux":
		if n := imageNumber.FindString(tag); n != "" {
			return image{repository, n}, true
		}
	case "golang", "buildpack", "gcc", "python", "node", "rust":
		if a := alpineTag.FindStringSubmatch(tag); a != nil {
			return image{"alpine", a[1]}, true
		}
	default:
		return image{}, false
	}
	for _, part := range strings.Split(tag, "-") {
		if i, ok := codenames[part]; ok {
			return i, true
		}
	}
	return image{}, false
}

var (
	install    = regexp.MustCompile(`\b(apt-get|apt|aptitude|apk|dnf|yum|microdnf|zypper|brew)\b[^;&|]*\b(?:install|add|in)\b([^;&|]*)`)
	packages   = regexp.MustCompile(`(?:^|[\s"'\[,])(libzmq3-dev|libzmq5-dev|libzmq5|zeromq-devel|zeromq-dev|zeromq3-devel|libzmq|zeromq|zmq)(?:[=~<>]+([0-9][^\s"',\]]*)|-([0-9][^\s"',\]]*))?(?:$|[\s"',\]])`)
	tarball    = regexp.MustCompile(`\bzeromq-(\d+\.\d+\.\d+(?:-rc\d+)?)\.(?:tar|tgz|zip)`)
	archiveURL = regexp.MustCompile(`zeromq/(?:libzmq|zeromq4-1|zeromq4-x)/(?:archive|releases/download|tarball)/(?:refs/tags/)?v?(\d+\.\d+\.\d+(?:-rc\d+)?)`)
	clone      = regexp.MustCompile(`git\s+clone\b[^;&|]*zeromq/(?:libzmq|zeromq4-1|zeromq4-x)\b[^;&|]*`)
	branch     = regexp.MustCompile(`(?:-b|--branch)[\s=]+["']?v?(\d+\.\d+\.\d+(?:-rc\d+)?)\b`)
)

// readCommand finds what a shell command says. base may be empty.
func readCommand(command string, base image, table *advisory.Table) (hints []Hint) {
	for _, m := range install.FindAllStringSubmatch(command, -1) {
		if p := packages.FindStringSubmatch(m[2]); p != nil {
			hints = append(hints, installHint(m[1], p[1], p[2]+p[3], base, table))
		}
	}
	var source string
	if m := archiveURL.FindStringSubmatch(command); m != nil {
		source = m[1]
	} else if m := tarball.FindStringSubmatch(command); m != nil {
		source = m[1]
	} else if m := clone.FindString(command); m != "" {
		if b := branch.FindStringSubmatch(m); b != nil {
			source = b[1]
		} else {
			hints = append(hints, Hint{Says: "builds libzmq from its repository"})
		}
	}
	if source != "" {
		hints = append(hints, Hint{Says: "builds libzmq " + source + " from source", Version: source})
	}
	return hints
}

// installHint is what installing a package says.
func installHint(manager, name, version string, base image, table *advisory.Table) Hint {
	h := Hint{Says: "installs " + name}
	if base.distribution != "" {
		h.Says += " on " + base.String()
	}
	var pkg *advisory.Package
	switch {
	case strings.Contains(version, "*") || manager == "brew":
		return h // whatever is newest
	case version != "":
		h.Says = strings.Replace(h.Says, name, name+" "+version, 1)
		pkg = &advisory.Package{Distribution: base.distribution, Release: base.release, Name: name, Version: version}
	case manager == "apt" || manager == "apt-get" || manager == "aptitude":
		pkg = base.archive(name, table)
		if pkg != nil {
			h.Says += ", which is " + pkg.Version
		}
	}
	if pkg != nil {
		if pkg.Distribution == "" {
			pkg.Distribution = "an unknown distribution"
		}
		h.Package = pkg
		h.Version = upstreamOf(pkg.Version)
	}
	return h
}

var upstreamVersion = regexp.MustCompile(`^(?:\d+:)?(\d+\.\d+\.\d+)`)

// upstreamOf is the version of libzmq in that of a package.
func upstreamOf(version string) string {
	if m := upstreamVersion.FindStringSubmatch(version); m != nil {
		return m[1]
	}
	return ""
}
