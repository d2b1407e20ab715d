// Package near finds the name that was likely meant by a mistyped one.
package near

import "iter"

// Of returns the name closest to a mistyped one, the first when several are as
// close, and nothing when none is close.
func Of(name string, names iter.Seq[string]) string {
	best, bestDistance := "", max(2, len(name)/3)+1
	for n := range names {
		if d := distance(name, n); d < bestDistance {
			best, bestDistance = n, d
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
