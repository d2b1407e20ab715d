package rule

import (
	"fmt"
	"regexp"
	"strings"
)

// Page returns the page of a rule in Markdown, as in docs/rules.
func Page(r *Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n", r.Name, r.Title)
	b.WriteString("| | |\n|---|---|\n")
	for _, f := range facts(r) {
		fmt.Fprintf(&b, "| %s | %s |\n", f.title, linkCWE(f.text))
	}
	for _, s := range sections(r) {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", s.title, s.text)
	}
	for _, e := range examples(r) {
		fmt.Fprintf(&b, "\n## %s\n\n```%s\n%s```\n", e.title, r.Lang, e.text)
	}
	b.WriteString("\n## Sources\n\n")
	for _, s := range r.Doc.Sources {
		fmt.Fprintf(&b, "- %s\n", s)
	}
	return b.String()
}

// Index returns the list of all rules in Markdown, with links to their pages.
func Index() string {
	var b strings.Builder
	b.WriteString("# Rules\n\n")
	b.WriteString("`zmqlint rules` prints this list, `zmqlint explain RULE` a page. Under fix: whether `zmqlint -fix` mends findings of the rule where it can, or `-fix=all`, which takes a decision for you.\n")
	analyzer := ""
	for _, r := range rules {
		if r.Analyzer != analyzer {
			analyzer = r.Analyzer
			fmt.Fprintf(&b, "\n## %s\n\n| rule | severity | CWE | fix | reports |\n|---|---|---|---|---|\n", analyzer)
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s | %s%s |\n",
			r.Name, r.Name, severity(&r), linkCWE(strings.Join(r.CWE, ", ")), r.Offer.Kind(), r.Title, remark(&r))
	}
	return b.String()
}

// Pages returns the files of docs/rules: the page of every rule, and the index
// as README.md.
func Pages() map[string]string {
	pages := map[string]string{"README.md": Index()}
	for _, r := range rules {
		pages[r.Name+".md"] = Page(&r)
	}
	return pages
}

// Text returns the page of a rule for a terminal.
func Text(r *Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", r.Name, r.Title)
	for _, f := range facts(r) {
		fmt.Fprintf(&b, "%-9s %s\n", f.title, f.text)
	}
	for _, s := range sections(r) {
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(s.title))
		for line := range strings.Lines(s.text) {
			b.WriteString(wrap(strings.TrimSpace(line), 76))
		}
	}
	for _, e := range examples(r) {
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(e.title))
		for line := range strings.Lines(e.text) {
			b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
		}
	}
	b.WriteString("\nSOURCES\n")
	for _, s := range r.Doc.Sources {
		b.WriteString(wrap("- "+s, 76))
	}
	fmt.Fprintf(&b, "\n%s\n", URL(r.Name))
	return b.String()
}

type section struct{ title, text string }

func facts(r *Rule) []section {
	list := []section{{"Analyzer", r.Analyzer}, {"Severity", severity(r)}}
	if len(r.CWE) > 0 {
		list = append(list, section{"CWE", strings.Join(r.CWE, ", ")})
	}
	list = append(list, section{"Fix", offers[r.Offer.Kind()]})
	switch {
	case r.Planned:
		list = append(list, section{"Status", "planned: not reported yet"})
	case !r.Default:
		list = append(list, section{"Status", "off by default, since " + r.Since})
	default:
		list = append(list, section{"Status", "on by default, since " + r.Since})
	}
	return list
}

var offers = map[string]string{
	"yes":      "offered, applied by -fix",
	"decision": "offered, needs a decision: applied by -fix=all",
	"no":       "none offered",
}

func sections(r *Rule) []section {
	list := []section{
		{"What is reported", r.Doc.Reports},
		{"Why", r.Doc.Why},
		{"When it is silent", r.Doc.Silent},
		{"How to mend it", r.Doc.Fix},
	}
	if r.Offer.Does != "" {
		list = append(list, section{"What the fix does", r.Offer.Does})
	}
	return list
}

func examples(r *Rule) []section { return []section{{"Bad", r.Bad}, {"Good", r.Good}} }

var cweID = regexp.MustCompile(`CWE-(\d+)`)

// linkCWE turns weakness ids into Markdown links.
func linkCWE(text string) string {
	return cweID.ReplaceAllString(text, "[CWE-$1](https://cwe.mitre.org/data/definitions/$1.html)")
}

func severity(r *Rule) string {
	if r.SeverityNote == "" {
		return r.Severity.String()
	}
	return r.Severity.String() + "; " + r.SeverityNote
}

func remark(r *Rule) string {
	switch {
	case r.Planned:
		return " (planned)"
	case !r.Default:
		return " (off by default)"
	}
	return ""
}

// wrap breaks a paragraph at width and indents it by two columns, and list
// items by two more after their first line.
func wrap(paragraph string, width int) string {
	var b strings.Builder
	indent := "  "
	column := 0
	for i, word := range strings.Fields(paragraph) {
		n := len([]rune(word))
		switch {
		case i == 0:
			b.WriteString(indent)
			column = len(indent)
			if word == "-" {
				indent += "  "
			}
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String() + "\n"
}
