package rule

var recvloopRules = []Rule{
	{
		Name:     "unthrottled-recv",
		Title:    "Receive loop without a limit on messages per time",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Planned:  true,
	},
	{
		Name:     "unbounded-goroutines",
		Title:    "Goroutine started for every message, without a bound",
		Analyzer: "recvloop",
		Severity: Error,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Planned:  true,
	},
	{
		Name:     "unbounded-queue",
		Title:    "Every message kept, without a bound",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Planned:  true,
	},
	{
		Name:     "busy-recv",
		Title:    "Loop that polls without waiting",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-834"},
		Default:  true,
		Planned:  true,
	},
	{
		Name:     "recv-error-spin",
		Title:    "Receive error that neither ends the loop nor waits",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-835"},
		Default:  true,
		Planned:  true,
	},
}
