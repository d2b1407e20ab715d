package rule

var exposureRules = []Rule{
	{
		Name:         "wildcard-bind",
		Title:        "Bind to every network interface",
		Analyzer:     "exposure",
		Severity:     Error,
		SeverityNote: "warning when CURVE is set",
		CWE:          []string{"CWE-1327"},
		Default:      true,
	},
	{
		Name:     "public-endpoint",
		Title:    "Endpoint on a public address",
		Analyzer: "exposure",
		Severity: Warning,
		Default:  true,
	},
	{
		Name:     "shared-ipc",
		Title:    "ipc socket where every local user can reach it",
		Analyzer: "exposure",
		Severity: Warning,
		CWE:      []string{"CWE-377"},
		Default:  true,
	},
}
