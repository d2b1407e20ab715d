package rule

import (
	"fmt"
	"strings"
)

// Page returns the page of a rule in Markdown.
func Page(r *Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n", r.Name, r.Title)
	return b.String()
}

// Text returns the page of a rule for a terminal.
func Text(r *Rule) string { return Page(r) }
