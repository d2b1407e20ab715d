package report

import (
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
)

// JSON writes the report as one JSON object. Files are named with slashes on
// every system.
func JSON(w io.Writer, r *Report, _ Options) error {
	out := Report{
		Findings:    append([]Finding{}, r.Findings...), // an empty list is [], not null
		Suppressed:  slices.Clone(r.Suppressed),
		NotAnalyzed: append([]NotAnalyzed{}, r.NotAnalyzed...),
		Stats:       r.Stats,
	}
	for _, list := range [][]Finding{out.Findings, out.Suppressed} {
		for i := range list {
			list[i].File = filepath.ToSlash(list[i].File)
			list[i].Fixes = slashed(list[i].Fixes)
		}
	}
	for i := range out.NotAnalyzed {
		out.NotAnalyzed[i].File = filepath.ToSlash(out.NotAnalyzed[i].File)
	}
	return encode(w, out)
}

func slashed(fixes []Fix) []Fix {
	fixes = slices.Clone(fixes)
	for i := range fixes {
		fixes[i].Edits = append([]Edit{}, fixes[i].Edits...)
		for j := range fixes[i].Edits {
			fixes[i].Edits[j].File = filepath.ToSlash(fixes[i].Edits[j].File)
		}
	}
	return fixes
}

// encode writes a value for people too: indented, and with "<nil>" in a
// message as it is.
func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
