package load

// What a plan was made from, and whether it still says the same.
//
// Everything is looked at anew for each load, for not every editor tells of
// changes on disk: directories and files by their time and size, and what has
// changed by its content. Of a Go file go list reads no more than the imports and
// what stands before them, so an edit below leaves the plan as it is.

import (
	"bytes"
	"crypto/sha256"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/modules"
)

type inputs struct {
	files map[string]*input
	dirs  map[string]*inputDir
	other map[string]stamp // go.mod and the like; the zero stamp where there is none
}

// input is a Go file.
type input struct {
	stamp   stamp  // of the file on disk; zero while a buffer takes its place
	overlay []byte // the buffer
	sum     signature
	header  signature
}

// stamp tells whether a file on disk may have changed.
type stamp struct {
	time time.Time
	size int64
}

type inputDir struct {
	stamp stamp
	names string // of Go files and directories
}

func stampOf(name string) stamp {
	info, err := os.Stat(name)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

// inputsOf records the inputs of a plan that was just made.
func inputsOf(l *loader, p *plan) *inputs {
	in := &inputs{files: map[string]*input{}, dirs: map[string]*inputDir{}, other: map[string]stamp{}}
	goroot := l.env.GOROOT
	var own []*packages.Package
	for _, v := range p.views {
		packages.Visit(v.matched, nil, func(q *packages.Package) {
			if changeable(q, goroot) {
				own = append(own, q)
				if q.Module != nil {
					in.addOther(q.Module.Dir, "go.mod", "go.sum")
				}
			}
		})
	}
	if l.env.GOWORK != "" && l.env.GOWORK != "off" {
		in.addOther(filepath.Dir(l.env.GOWORK), filepath.Base(l.env.GOWORK), "go.work.sum")
	}
	for dir := l.cfg.Dir; ; dir = filepath.Dir(dir) {
		in.addOther(dir, "go.work", "go.mod")
		if dir == filepath.Dir(dir) {
			break
		}
	}
	in.addOther(filepath.Join(l.cfg.Dir, "vendor"), "modules.txt")
	names := filesOf(own)
	for _, name := range names {
		in.files[name] = new(input)
	}
	for name := range l.cfg.Overlay {
		in.files[name] = new(input)
	}
	for name, f := range in.files {
		f.update(l, name)
	}
	for _, dir := range append(dirsOf(names), l.cfg.Dir) {
		in.addDir(dir)
		for modules.Within(dir, l.cfg.Dir) && dir != l.cfg.Dir { // where a package may come up
			dir = filepath.Dir(dir)
			in.addDir(dir)
		}
	}
	return in
}

func (in *inputs) addDir(dir string) {
	if in.dirs[dir] == nil {
		in.dirs[dir] = &inputDir{stampOf(dir), namesIn(dir)}
	}
}

func (in *inputs) addOther(dir string, names ...string) {
	for _, name := range names {
		name = filepath.Join(dir, name)
		in.other[name] = stampOf(name)
	}
}

// hold reports whether all inputs are as they were to go list, and takes note
// of what has changed apart from that.
func (in *inputs) hold(l *loader) bool {
	for name, was := range in.other {
		if stampOf(name) != was {
			return false
		}
	}
	for name, d := range in.dirs {
		now := stampOf(name)
		if now == d.stamp {
			continue
		}
		if namesIn(name) != d.names {
			return false
		}
		d.stamp = now
	}
	for name, f := range in.files {
		if header := f.header; f.changed(l, name) && f.update(l, name) != header {
			return false
		}
	}
	for name := range l.cfg.Overlay {
		if in.files[name] == nil { // in no package that is known
			return false
		}
	}
	return true
}

// changed reports whether a file may be another than it was.
func (f *input) changed(l *loader, name string) bool {
	if src, open := l.cfg.Overlay[name]; open || f.overlay != nil {
		return !open || f.overlay == nil || !bytes.Equal(src, f.overlay)
	}
	return stampOf(name) != f.stamp
}

// update reads the file and returns its header.
func (f *input) update(l *loader, name string) signature {
	f.overlay = l.cfg.Overlay[name]
	if f.overlay == nil {
		f.stamp = stampOf(name)
	}
	src, err := l.readFile(name)
	if err != nil {
		f.sum, f.header = signature{}, signature{}
		return f.header
	}
	if sum := signature(sha256.Sum256(src)); sum != f.sum {
		f.sum, f.header = sum, headerOf(l, name, src)
	}
	return f.header
}

// headerOf stands for what a plan depends on in a file: all up to the end of
// the imports, and whether it has a main function.
func headerOf(l *loader, name string, src []byte) signature {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.ImportsOnly)
	h := sha256.New()
	if err != nil || f == nil || len(f.Decls) == 0 && f.Name == nil {
		h.Write(src)
	} else {
		end := f.Name.End()
		if n := len(f.Decls); n > 0 {
			end = f.Decls[n-1].End()
		}
		h.Write(src[:fset.Position(end).Offset])
		if f.Name.Name == "main" && l.hasMain(name) {
			h.Write([]byte("\x00main"))
		}
	}
	return signature(h.Sum(nil))
}

// namesIn are the names that matter in a directory.
func namesIn(dir string) string {
	entries, _ := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() && ignoredDir(e.Name()) || !e.IsDir() && !goFile(e.Name(), true)
	})
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.Name() + "\x00")
	}
	return b.String()
}
