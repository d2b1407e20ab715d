package corpus

import (
	"fmt"
	"io"
	"strings"
)

// WriteOutcomes prints the disagreements of a repository, each with the reason
// that its label gives, and with verbose every other outcome as well.
func WriteOutcomes(w io.Writer, repo string, outcomes []Outcome, verbose bool) {
	for _, o := range outcomes {
		if text := o.describe(); text != "" && (verbose || o.disagrees()) {
			file, line, rule := o.place()
			fmt.Fprintf(w, "%s %s:%d %s: %s\n", repo, file, line, rule, text)
		}
	}
}

// disagrees reports whether label and finding are at odds.
func (o Outcome) disagrees() bool {
	return o.Kind == Miss || o.Kind == False || o.Kind == Hit && !o.Exact()
}

// describe says what an outcome is, in a line.
func (o Outcome) describe() string {
	switch o.Kind {
	case Miss:
		return "missed, expected " + string(o.Label.Verdict) + because(o.Label)
	case False:
		if o.Label == nil {
			return "false, no label: " + o.Finding.Message
		}
		return "false, label no" + because(o.Label) + ": " + o.Finding.Message
	case Hit:
		if !o.Exact() {
			return "other set, expected " + o.Label.Detail + ", reported " + strings.Join(o.Finding.Missing, ",") + because(o.Label)
		}
		return "hit"
	default:
		if o.Label == nil {
			return "not counted, file without labels: " + o.Finding.Message
		}
		return "not counted, label unsure" + because(o.Label) + ": " + o.Finding.Message
	}
}

func because(l *Label) string {
	parts := []string{l.Why}
	if l.Detail != "" && l.Rule != "missing-options" {
		parts = append(parts, l.Detail)
	}
	if text := strings.Trim(strings.Join(parts, "; "), "; "); text != "" {
		return " (" + text + ")"
	}
	return ""
}
