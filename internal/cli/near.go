package cli

import "github.com/zmqlint/zmqlint/internal/rule"

// nearest returns the rule whose name is closest to a mistyped one, or nothing
// when none is close.
func nearest(name string) string {
	best, bestDistance := "", max(2, len(name)/3)+1
	for _, r := range rule.All() {
		if d := distance(name, r.Name); d < bestDistance {
			best, bestDistance = r.Name, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two strings.
func distance(a, b string) int {
	row := make([]int, len(b)+1) // distances of a[:i] to all b[:j]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitute := diagonal
			if a[i] != b[j] {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
