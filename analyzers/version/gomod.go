package version

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/modules"
)

// goFiles are the files that decide which modules a module is built with.
type goFiles struct {
	mod     string // name of go.mod; empty when there is none
	own     *modfile.File
	all     []*modfile.File // go.mod of the module, and of the others in its workspace
	work    *modfile.WorkFile
	modules string // vendor/modules.txt
}

// readGoFiles reads what belongs to the module in a directory. All packages of
// the module ask for it.
func readGoFiles(root string) goFiles {
	gowork := libzmq.Getenv("GOWORK")
	read, _ := goFilesRead.LoadOrStore(root+"\x00"+gowork, sync.OnceValue(func() goFiles { return parseGoFiles(root, gowork) }))
	return read.(func() goFiles)()
}

var goFilesRead sync.Map // directory and GOWORK → func() goFiles

// Forget makes the next analysis read go.mod and the like anew. A process that
// lives longer than one run needs it.
func Forget() { goFilesRead.Clear() }

func parseGoFiles(root, gowork string) (g goFiles) {
	name := filepath.Join(root, "go.mod")
	own := parseGoMod(name)
	if own == nil {
		return g
	}
	g.mod, g.own, g.all = name, own, []*modfile.File{own}
	if text, err := os.ReadFile(filepath.Join(root, "vendor", "modules.txt")); err == nil {
		g.modules = string(text)
	}
	gowork = modules.Work(root, gowork)
	text, err := os.ReadFile(gowork)
	if err != nil {
		return g
	}
	work, err := modfile.ParseWork(gowork, text, nil)
	if err != nil {
		return g
	}
	var others []*modfile.File
	member := false
	for _, dir := range modules.Used(gowork, work) {
		if dir == root {
			member = true
		} else if f := parseGoMod(filepath.Join(dir, "go.mod")); f != nil {
			others = append(others, f)
		}
	}
	if member {
		g.work = work
		g.all = append(g.all, others...)
	}
	return g
}

func parseGoMod(name string) *modfile.File {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	f, err := modfile.ParseLax(name, text, nil)
	if err != nil {
		return nil
	}
	// ParseLax passes replacements over.
	if strict, err := modfile.Parse(name, text, nil); err == nil {
		return strict
	}
	return f
}

// required is the version that go.mod files ask for: the newest, as go chooses
// it; what vendor/modules.txt says where they do not.
func (g goFiles) required(path string) (version string) {
	for _, f := range g.all {
		for _, r := range f.Require {
			if r.Mod.Path == path && (version == "" || semver.Compare(r.Mod.Version, version) > 0) {
				version = r.Mod.Version
			}
		}
	}
	if version != "" {
		return version
	}
	for line := range strings.Lines(g.modules) {
		if words := strings.Fields(line); len(words) >= 3 && words[0] == "#" && words[1] == path && semver.IsValid(words[2]) {
			return words[2]
		}
	}
	return ""
}

// replaced is what takes the place of a version of a module: go.work decides
// before go.mod, and a replacement of the very version before one of all.
func (g goFiles) replaced(path, version string) (by, byVersion string) {
	if r := g.replacement(path, version); r != nil {
		return r.New.Path, r.New.Version
	}
	return "", ""
}

func (g goFiles) replacement(path, version string) *modfile.Replace {
	var lists [][]*modfile.Replace
	if g.work != nil {
		lists = append(lists, g.work.Replace)
	}
	for _, f := range g.all {
		lists = append(lists, f.Replace)
	}
	for _, list := range lists {
		for _, wanted := range []string{version, ""} {
			if i := slices.IndexFunc(list, func(r *modfile.Replace) bool { return r.Old.Path == path && r.Old.Version == wanted }); i >= 0 {
				return list[i]
			}
		}
	}
	return nil
}

// place is the line that decides which zmq4 it is: the replacement, or else
// the requirement; nil when no file has one.
func (m *zmq4Module) place() *finding.Place {
	g := m.files
	if m.By != "" {
		if r := g.replacement(m.Path, m.Version); r != nil {
			return g.lineOf(r.Syntax)
		}
	}
	for _, f := range g.all {
		for _, r := range f.Require {
			if r.Mod.Path == m.Path && r.Mod.Version == m.Version {
				return g.lineOf(r.Syntax)
			}
		}
	}
	if g.own != nil && g.own.Module != nil {
		return g.lineOf(g.own.Module.Syntax) // required by another module only
	}
	return nil
}

// lineOf is the place of a directive in the file that it stands in.
func (g goFiles) lineOf(line *modfile.Line) *finding.Place {
	files := map[string]*modfile.FileSyntax{}
	for _, f := range g.all {
		files[f.Syntax.Name] = f.Syntax
	}
	if g.work != nil {
		files[g.work.Syntax.Name] = g.work.Syntax
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !holds(files[name], line) {
			continue
		}
		return &finding.Place{File: name, Line: line.Start.Line, Column: line.Start.LineRune, EndColumn: line.End.LineRune}
	}
	return nil
}

func holds(file *modfile.FileSyntax, line *modfile.Line) bool {
	return slices.ContainsFunc(file.Stmt, func(stmt modfile.Expr) bool {
		block, ok := stmt.(*modfile.LineBlock)
		return stmt == modfile.Expr(line) || ok && slices.Contains(block.Line, line)
	})
}

// upgrade is the fix in go.mod: another version in the requirement. There is
// none where the requirement does not decide, and none beside vendor/, whose
// list has to agree with go.mod.
func (m *zmq4Module) upgrade(version string) *finding.Edit {
	if m.By != "" || m.files.own == nil || m.files.modules != "" || m.files.work != nil {
		return nil
	}
	for _, r := range m.files.own.Require {
		if r.Mod.Path != m.Path || r.Mod.Version != m.Version {
			continue
		}
		text, err := os.ReadFile(m.files.mod)
		lines := strings.Split(string(text), "\n")
		if err != nil || r.Syntax.Start.Line > len(lines) {
			return nil
		}
		line := lines[r.Syntax.Start.Line-1]
		if at := strings.Index(line, m.Version); at > strings.Index(line, m.Path) {
			return &finding.Edit{Column: at + 1, EndColumn: at + 1 + len(m.Version), NewText: version}
		}
	}
	return nil
}

// Digest writes what the findings of a module depend on beside its code: its
// go.mod and the like, and the libzmq of the machine. Drivers that keep results
// need to notice when it changes.
func Digest(w io.Writer, dir string) {
	for _, name := range []string{"go.mod", "go.work"} {
		if root := modules.Upwards(dir, name); root != "" {
			text, _ := os.ReadFile(filepath.Join(root, name))
			fmt.Fprintf(w, "%s %q\n", name, text)
		}
	}
	if found := libzmq.Host().Installed(""); found != nil {
		fmt.Fprintln(w, describe(found))
	}
}
