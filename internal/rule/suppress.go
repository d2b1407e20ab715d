package rule

var suppressRules = []Rule{
	{
		Name:     "bad-suppression",
		Title:    "Suppression that is incomplete, expired or useless",
		Analyzer: "zmqlint",
		Severity: Warning,
		Default:  true,
		Planned:  true,
	},
}
