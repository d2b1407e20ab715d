package rule

// The rules of the version analyzer: known holes in what is linked.
var versionRules = []Rule{
	{
		Name:     "outdated-module",
		Title:    "zmq4 older than the required version",
		Analyzer: "version",
		Severity: Warning,
		Default:  true,
		Planned:  true,
		Doc: Doc{
			Reports: "A zmq4 module older than the configured minimum, by default the newest release in the advisory table; at the import, once for each module. The version is the one that the package is built with: replace directives, workspaces and vendoring included.",
			Why:     "zmq4 before v1.2.0 does not retry calls interrupted by a signal, which since Go 1.14 happens all the time; before v1.2.8 a retry after `Close` can panic; and before v1.2.11 it does not know libzmq 4.3.5, the release with all published fixes.",
			Silent:  "For modules without a version, such as a replace by a folder.",
			Fix:     "`go get github.com/pebbe/zmq4@latest`",
			Sources: []string{"zmq4 release history", "golang/go issue 36281"},
		},
	},
	{
		Name:     "vulnerable-libzmq",
		Title:    "libzmq with a published vulnerability",
		Analyzer: "version",
		Severity: Error,
		Default:  true,
		Planned:  true,
		Doc: Doc{
			Reports: "A libzmq, as the build finds it (pkg-config, `zmq.h`, cgo flags), in the affected range of a published advisory, with the advisory, the fixed version, and whether the code meets its conditions.",
			Why:     "Go's vulnerability database does not cover C libraries, so govulncheck says nothing about libzmq. CVE-2019-6250 and CVE-2019-13132 allow remote code execution, the second only on CURVE servers and before authentication. All published ones are fixed in 4.3.3.",
			Silent:  "When the version of libzmq cannot be found out. Distributions patch old versions without a new number: the message says so.",
			Fix:     "Install libzmq 4.3.5, or 4.3.3 at least.",
			Sources: []string{"CVE-2019-6250", "CVE-2019-13132", "CVE-2020-15166", "CVE-2021-20234 to CVE-2021-20237", "libzmq NEWS"},
		},
	},
	{
		Name:     "deprecated-binding",
		Title:    "ZeroMQ binding that is no longer maintained",
		Analyzer: "version",
		Severity: Warning,
		Default:  true,
		Planned:  true,
		Doc: Doc{
			Reports: "An import of `pebbe/zmq2`, `pebbe/zmq3` or `alecthomas/gozmq`, and a replace of zmq4 by a fork that is behind.",
			Why:     "They were made for libzmq 2 and 3, before CURVE and ZAP, and get no fixes.",
			Silent:  "For forks that are named in the configuration.",
			Fix:     "Move to `github.com/pebbe/zmq4`; most names are the same.",
			Sources: []string{"zmq4 README", "libzmq NEWS 4.0.0"},
		},
	},
}
