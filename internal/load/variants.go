package load

import (
	"context"
	"slices"
	"strings"
)

// variants lists the patterns once more for each set of tags that brings in
// files the first listing leaves out. The packages that come out as they were
// have the same signature and are neither checked nor reported on again.
func (l *loader) variants(ctx context.Context, base *view, excluded []*excludedFile) ([]*view, error) {
	bySet := map[string][]*excludedFile{}
	for _, x := range excluded {
		if x.nested == "" && len(x.tags) > 0 && !slices.Contains(x.tags, "ignore") {
			set := strings.Join(x.tags, ",")
			bySet[set] = append(bySet[set], x)
		}
	}
	sets := make([]string, 0, len(bySet))
	for set := range bySet {
		sets = append(sets, set)
	}
	slices.Sort(sets)
	var views []*view
	for _, set := range sets {
		tags := append(slices.Clone(base.tags), strings.Split(set, ",")...)
		list, err := l.list(ctx, tags)
		if err != nil {
			return nil, err
		}
		v := l.view(list)
		views = append(views, v)
		files := map[string]bool{}
		for _, p := range v.roots {
			for _, f := range p.GoFiles {
				files[f] = true
			}
		}
		for _, x := range bySet[set] {
			x.analysed = files[x.file]
		}
	}
	return views, nil
}
