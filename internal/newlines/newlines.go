// Package newlines tells which lines of a working tree are new since a
// revision, so that a run can report on these alone. The flags that it serves
// have the names and the meaning that they have in golangci-lint.
//
//	newlines.go  the lines, and the question whether a finding is on one
//	git.go       asking git
package newlines

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

// Lines are the new lines of a tree.
type Lines struct {
	root  string // absolute and without symbolic links; what names start from
	files map[string]*changes
	Whole bool // every line of a file with a change counts as new
}

// changes are those of one file.
type changes struct {
	added []span
	cuts  []int // lines after which something was removed
	all   bool
}

// span is a range of lines, both ends included.
type span struct{ first, last int }

// FromPatch reads a patch. Names in it start from root.
func FromPatch(patch io.Reader, root string) (*Lines, error) {
	files, _, err := gitdiff.Parse(patch)
	if err != nil {
		return nil, fmt.Errorf("no patch: %w", err)
	}
	l := &Lines{root: realPath(root), files: map[string]*changes{}}
	for _, f := range files {
		c := &changes{all: f.IsNew || f.IsBinary}
		for _, fragment := range f.TextFragments {
			c.add(fragment)
		}
		if c.all || len(c.added)+len(c.cuts) > 0 {
			l.files[f.NewName] = c
		}
	}
	return l, nil
}

// add reads a fragment, which may have lines of context.
func (c *changes) add(f *gitdiff.TextFragment) {
	n := int(f.NewPosition) // of the next line
	if f.NewLines == 0 {
		n++ // git names the line before a cut that has nothing around it
	}
	for _, line := range f.Lines {
		switch line.Op {
		case gitdiff.OpAdd:
			if last := len(c.added) - 1; last >= 0 && c.added[last].last == n-1 {
				c.added[last].last = n
			} else {
				c.added = append(c.added, span{n, n})
			}
			n++
		case gitdiff.OpDelete:
			if !slices.Contains(c.cuts, n-1) {
				c.cuts = append(c.cuts, n-1)
			}
		default:
			n++
		}
	}
}

// New reports whether something in the lines first to last of a file, given by
// its absolute name, is new: a line, or a cut between two of them. Files that
// are not in the tree count as new: nothing is known about them.
func (l *Lines) New(file string, first, last int) bool {
	name, err := filepath.Rel(l.root, realPath(file))
	if err != nil || !filepath.IsLocal(name) {
		return true
	}
	c, ok := l.files[filepath.ToSlash(name)]
	if !ok {
		return false
	}
	return l.Whole || c.all ||
		slices.ContainsFunc(c.added, func(s span) bool { return s.first <= last && first <= s.last }) ||
		slices.ContainsFunc(c.cuts, func(n int) bool { return first <= n && n < last })
}

// realPath follows symbolic links, if there is something to follow.
func realPath(name string) string {
	if r, err := filepath.EvalSymlinks(name); err == nil {
		return r
	}
	return name
}
