// Package apply puts the fixes of findings into the files that they change.
//
// The fixes of many findings go into a file at once, each as a whole or not at
// all. What decides is the order of the fixes:
//
//	the same edit in two fixes      is made once: both need the import
//	two insertions at one place     stand in the order of their fixes
//	an insertion at the edge of a
//	replacement                     stands before or behind what replaces
//	anything else that overlaps     is a conflict: the later fix is left out
//
// What is left out because of a conflict can be applied to the result, after
// another analysis. A Go file that gofmt would leave alone is formatted after
// the change; any other stays as it is but for the edits.
package apply

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/aymanbagabas/go-udiff"

	"github.com/zmqlint/zmqlint/internal/report"
)

// Change is a file before and after the fixes.
type Change struct {
	File   string // as the edits name it
	Before *Text
	After  []byte
	// Reformatted says that gofmt had to change what the edits made of a file
	// that was formatted.
	Reformatted bool
}

// Merged is what came of fixes that were put together.
type Merged struct {
	Changes []*Change // in the order of the names; none without a difference
	Left    []error   // for each fix why it was left out, nil when it was not
}

// Applied are the indexes of the fixes that were not left out.
func (m *Merged) Applied() (list []int) {
	for i, err := range m.Left {
		if err == nil {
			list = append(list, i)
		}
	}
	return list
}

// ErrConflict says that a fix overlaps one that was taken before it.
var ErrConflict = errors.New("overlaps the fix of another finding")

// Merge applies the fixes to files. read is asked once for each file; its error
// keeps the fixes of that file from being applied.
func Merge(fixes []report.Fix, read func(file string) (*Text, error)) *Merged {
	files := map[string]*file{}
	open := func(name string) *file {
		if files[name] == nil {
			f := &file{name: name}
			f.text, f.err = read(name)
			files[name] = f
		}
		return files[name]
	}
	m := &Merged{Left: make([]error, len(fixes))}
	prepared := make([][]fileEdits, len(fixes))
	for i, fix := range fixes {
		prepared[i], m.Left[i] = split(fix, open)
	}
	taken := slices.Clone(m.Left)
	m.take(files, prepared, taken, false)
	if slices.ContainsFunc(slices.Collect(maps.Values(files)), (*file).broken) {
		// Some fix is at fault, or two that do not go together: find out which.
		for _, f := range files {
			f.taken = nil
		}
		m.take(files, prepared, m.Left, true)
	} else {
		m.Left = taken
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if c := files[name].change(); c != nil {
			m.Changes = append(m.Changes, c)
		}
	}
	return m
}

// take takes the fixes in their order, and writes into left why one was not.
// With parse each is left out after which a file would not parse.
func (m *Merged) take(files map[string]*file, prepared [][]fileEdits, left []error, parse bool) {
	for i, fix := range prepared {
		if left[i] != nil {
			continue
		}
		before := map[*file][]udiff.Edit{}
		for _, part := range fix {
			f := files[part.name]
			before[f] = f.taken
			merged, err := join(f.taken, part.edits)
			if err == nil {
				f.taken = merged
				if parse && f.broken() {
					err = errors.New("the file would not parse")
				}
			}
			if err != nil {
				left[i] = err
				for f, edits := range before {
					f.taken = edits
				}
				break
			}
		}
	}
}

// file is a file on its way to a Change.
type file struct {
	name  string
	text  *Text
	err   error
	taken []udiff.Edit // sorted; never changed in place
}

func (f *file) change() *Change {
	if len(f.taken) == 0 {
		return nil
	}
	edited := f.edited()
	after := f.text.format(edited)
	if bytes.Equal(after, f.text.Data) {
		return nil
	}
	return &Change{File: f.name, Before: f.text, After: after, Reformatted: !bytes.Equal(after, edited)}
}

func (f *file) edited() []byte {
	after, err := udiff.ApplyBytes(f.text.Data, f.taken)
	if err != nil {
		panic(err) // join lets nothing through that overlaps
	}
	return after
}

// broken tells that the edits make a file that does not parse of one that does.
func (f *file) broken() bool {
	return len(f.taken) > 0 && f.text.parses(f.text.Data) && !f.text.parses(f.edited())
}

// fileEdits are the edits of one fix in one file, sorted.
type fileEdits struct {
	name  string
	edits []udiff.Edit
}

// split sorts the edits of a fix by file and turns lines and columns into offsets.
func split(fix report.Fix, open func(string) *file) (parts []fileEdits, err error) {
	byFile, idle := map[string][]udiff.Edit{}, true
	for _, e := range fix.Edits {
		f := open(e.File)
		if f.err != nil {
			return nil, f.err
		}
		edit, err := f.text.edit(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.File, err)
		}
		byFile[e.File] = append(byFile[e.File], edit)
		idle = idle && string(f.text.Data[edit.Start:edit.End]) == edit.New
	}
	if idle {
		return nil, errors.New("the fix changes nothing")
	}
	for _, name := range slices.Sorted(maps.Keys(byFile)) {
		edits := byFile[name]
		udiff.SortEdits(edits)
		for i := range edits[1:] {
			if edits[i+1].Start < edits[i].End {
				return nil, fmt.Errorf("%s: the edits of the fix overlap", name)
			}
		}
		parts = append(parts, fileEdits{name, edits})
	}
	return parts, nil
}

// join adds edits to those taken before. (udiff.Merge would let an insertion
// into the middle of what another edit deletes.)
func join(taken, edits []udiff.Edit) ([]udiff.Edit, error) {
	merged := slices.Clone(taken)
	for _, e := range edits {
		if slices.Contains(taken, e) {
			continue
		}
		for _, t := range taken {
			if overlap(e, t) {
				return nil, ErrConflict
			}
		}
		merged = append(merged, e)
	}
	udiff.SortEdits(merged) // stable: insertions at one place stay in their order
	return merged, nil
}

// overlap tells that two edits change the same text, or that one inserts into
// the middle of what the other replaces.
func overlap(a, b udiff.Edit) bool { return a.Start < b.End && b.Start < a.End }
