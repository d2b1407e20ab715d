package rule

// The rules of the version analyzer: known holes in what is linked.
var versionRules = []Rule{
	{
		Name:     "outdated-module",
		Title:    "zmq4 older than the required version",
		Analyzer: "version",
		Severity: Warning,
		Default:  true,
		Offer:    Offer{Does: "The new version in go.mod, by `zmqlint -fix` alone."},
		Doc: Doc{
			Reports: "A zmq4 module older than `min-versions: {zmq4: …}` of the configuration, by default the newest release that the table of advisories knows. The version is the one that the package is built with: replace directives, workspaces and vendoring included. The command reports it once for each module, at the line of go.mod (or go.work) that decides; go vet and golangci-lint look at one package at a time and report it at the first import of zmq4 in each.",
			Why:     "zmq4 before v1.2.0 does not retry calls interrupted by a signal, which since Go 1.14 happens all the time; before v1.2.8 a retry after `Close` can panic; and before v1.2.11 it does not know libzmq 4.3.5, the release with all published fixes.",
			Silent:  "For modules without a version, such as a replace by a folder; -v names them. For forks: see deprecated-binding.",
			Fix:     "`go get github.com/pebbe/zmq4@latest`. A directive goes above the import, in each package; in go.mod it has no effect.",
			Sources: []string{"zmq4 release history", "golang/go issue 36281"},
		},
	},
	{
		Name:         "vulnerable-libzmq",
		Title:        "libzmq with a published vulnerability",
		Analyzer:     "version",
		Severity:     Error,
		SeverityNote: "warning when the conditions may be met, note when they are not",
		Default:      true,
		Doc: Doc{
			Reports: "A libzmq in the affected range of a published advisory, with the advisories, the worst first, the fixed version, and which of the conditions the code meets: a CURVE server, a PUB socket without CURVE, and so on. It is the libzmq that a build on this machine would use: the `zmq.h` that the C compiler would find in CGO_CPPFLAGS, CGO_CFLAGS, the `#cgo` lines of zmq4 or the system, or what pkg-config names. Like outdated-module it is reported once for each module by the command, for the whole program, and in each package by other drivers. The command also reads Dockerfiles, CI configurations, vcpkg.json and conanfiles in the module: a line that installs a known version is reported there.\n\nThe severity is error when the code meets the conditions of an advisory, warning when it may, and note when it does not as far as can be seen. What a file of the module says is a warning, and reported only when the conditions are or may be met.",
			Why:     "Go's vulnerability database does not cover C libraries, so govulncheck says nothing about libzmq. CVE-2019-6250 and CVE-2019-13132 allow remote code execution, the second only on CURVE servers and before authentication. All published ones are fixed in 4.3.3.",
			Silent:  "When there is no libzmq, or its version cannot be found out. For packages of distributions, which mend old versions without a new number, where the table does not say from which package version the fix is in; -v lists what could not be judged. docs/advisories.md has the table.",
			Fix:     "Install libzmq 4.3.5, or 4.3.3 at least; or the package of the distribution that has the fixes.",
			Sources: []string{"CVE-2019-6250", "CVE-2019-13132", "CVE-2020-15166", "CVE-2021-20234 to CVE-2021-20237", "libzmq NEWS"},
		},
	},
	{
		Name:     "deprecated-binding",
		Title:    "ZeroMQ binding that is no longer maintained",
		Analyzer: "version",
		Severity: Warning,
		Default:  true,
		Doc: Doc{
			Reports: "An import of `pebbe/zmq2`, `pebbe/zmq3` or `alecthomas/gozmq`, at the first in each package; and a replace of zmq4 by a fork whose version is older than the newest release of zmq4, or whose commit is, at the replace directive.",
			Why:     "They were made for libzmq 2 and 3, before CURVE and ZAP, and get no fixes.",
			Silent:  "For forks that are named in the configuration (`forks:`).",
			Fix:     "Move to `github.com/pebbe/zmq4`; most names are the same.",
			Sources: []string{"zmq4 README", "libzmq NEWS 4.0.0"},
		},
	},
}
