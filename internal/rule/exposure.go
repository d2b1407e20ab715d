package rule

// The rules of the exposure analyzer: who can reach an endpoint.
var exposureRules = []Rule{
	{
		Name:         "wildcard-bind",
		Title:        "Bind to every network interface",
		Analyzer:     "exposure",
		Severity:     Error,
		SeverityNote: "warning when CURVE is set",
		CWE:          []string{"CWE-1327"},
		Default:      true,
		Offer:        Offer{Does: "The literals that make the endpoint a wildcard become loopback, where the file of the bind shows them all.", Decision: true},
		Doc: Doc{
			Reports: "A bind to `tcp://*:…`, `tcp://0.0.0.0:…` or `tcp://[::]:…`, also where the address is the default of a flag, of an environment look-up, of a struct tag or of a configuration constant that reaches the bind.",
			Why:     "The socket listens on every interface that the machine has now or later: the one to the internet, the VPN, the container bridge. Most exposed ZeroMQ services were meant for one network only.",
			Silent:  "For defaults in data files and for addresses that cannot be determined.",
			Fix:     "Bind to the address of the interface that the peers are on, and make that the default; `tcp://127.0.0.1:…` or `ipc` for peers on the same machine.",
			Sources: []string{"zmq_tcp(7)"},
		},
	},
	{
		Name:     "public-endpoint",
		Title:    "Endpoint on a public address",
		Analyzer: "exposure",
		Severity: Warning,
		Default:  true,
		Doc: Doc{
			Reports: "A bind or connect to a literal address that is routable on the internet and outside the configured networks.",
			Why:     "The traffic leaves the segment that firewalls and monitoring are made for. libzmq parses what arrives before any peer is authenticated, and its worst vulnerabilities were in that part.",
			Silent:  "For private (RFC 1918), link-local and loopback addresses, and for names.",
			Fix:     "Use an address of the internal network or a tunnel, or name the network in the configuration if it is yours.",
			Sources: []string{"RFC 1918", "RFC 6890", "CVE-2019-13132"},
		},
	},
	{
		Name:     "shared-ipc",
		Title:    "ipc socket where every local user can reach it",
		Analyzer: "exposure",
		Severity: Warning,
		CWE:      []string{"CWE-377"},
		Default:  true,
		Doc: Doc{
			Reports: "An `ipc://` path directly in a directory that everyone can write (`/tmp`, `/var/tmp`, `/dev/shm`), or an abstract one (`ipc://@name`).",
			Why:     "Another local user can create the path first and be the server, or connect to it. Abstract names have no file permissions at all.",
			Silent:  "For paths in a subdirectory, whose permissions decide.",
			Fix:     "Use a directory that belongs to the service, such as `/run/NAME` or `$XDG_RUNTIME_DIR`, with mode 0700.",
			Sources: []string{"zmq_ipc(7)", "unix(7)"},
		},
	},
}
