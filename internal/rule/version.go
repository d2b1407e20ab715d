package rule

var versionRules = []Rule{
	{
		Name:     "outdated-module",
		Title:    "zmq4 older than the required version",
		Analyzer: "version",
		Severity: Warning,
		Default:  true,
		Planned:  true,
	},
	{
		Name:     "vulnerable-libzmq",
		Title:    "libzmq with a published vulnerability",
		Analyzer: "version",
		Severity: Error,
		Default:  true,
		Planned:  true,
	},
	{
		Name:     "deprecated-binding",
		Title:    "ZeroMQ binding that is no longer maintained",
		Analyzer: "version",
		Severity: Warning,
		Default:  true,
		Planned:  true,
	},
}
