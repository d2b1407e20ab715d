package rule

// The rule about zmqlint's own directives.
var suppressRules = []Rule{
	{
		Name:     "bad-suppression",
		Title:    "Suppression that is incomplete, expired or useless",
		Analyzer: "suppression",
		Severity: Warning,
		Default:  true,
		Doc: Doc{
			Reports: "A `//zmqlint:ignore` or `//zmqlint:file-ignore` directive without a reason, past its `until=` date, with an unknown rule, or that suppresses nothing. Without a reason or past its date it suppresses nothing.",
			Why:     "A suppression is a decision that somebody has to be able to check later. One that is left behind hides the next defect on its line.",
			Silent:  "For `//nolint:zmqlint`, which is golangci-lint's own. A directive for a rule that is off, or in a package that could not be analysed in full, is not said to suppress nothing.",
			Fix:     "Write `//zmqlint:ignore RULE reason`, with `until=YYYY-MM-DD` after the rule when it is for a time only; remove it when the finding is gone.",
			Sources: []string{"nolintlint of golangci-lint, which asks the same of its own directives"},
		},
	},
}
