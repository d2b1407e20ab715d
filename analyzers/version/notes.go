package version

import (
	"fmt"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// notes say what was looked at and what could not be judged.
func (p *program) notes() (notes []string) {
	path, version := p.module.effective()
	switch {
	case version != "":
		notes = append(notes, fmt.Sprintf("built with %s %s", path, version))
	case p.module.By != "":
		notes = append(notes, fmt.Sprintf("%s is replaced by %s, whose version is not known", p.module.Path, p.module.By))
	default:
		notes = append(notes, fmt.Sprintf("the version of %s is not known", p.module.Path))
	}
	if p.found == nil {
		return append(notes, "there is no libzmq on this machine, as far as pkg-config and the include directories tell")
	}
	v := p.table.Judge(p.found.Version, p.found.Package)
	switch {
	case len(v.Unjudged) > 0:
		notes = append(notes, describe(p.found)+": "+unjudged(v))
	case len(v.Hits) == 0:
		notes = append(notes, describe(p.found)+" has no published vulnerability")
	}
	return notes
}

// unjudged lists the advisories that a distribution may have mended.
func unjudged(v advisory.Verdict) string {
	var ids []string
	for _, a := range v.Unjudged {
		ids = append(ids, a.ID)
	}
	return "the distribution may have mended " + strings.Join(ids, ", ") + "; the advisory table does not say"
}
