package report

import (
	"encoding/json"
	"io"
	"path/filepath"
)

// JSON writes the report as one JSON object. Files are named with slashes on
// every system.
func JSON(w io.Writer, r *Report) error {
	out := Report{
		Findings:    append([]Finding{}, r.Findings...), // an empty list is [], not null
		NotAnalyzed: append([]NotAnalyzed{}, r.NotAnalyzed...),
		Stats:       r.Stats,
	}
	for i := range out.Findings {
		out.Findings[i].File = filepath.ToSlash(out.Findings[i].File)
	}
	for i := range out.NotAnalyzed {
		out.NotAnalyzed[i].File = filepath.ToSlash(out.NotAnalyzed[i].File)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // "<nil>" in a message stays readable
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
