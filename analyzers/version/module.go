package version

// Which zmq4 a package is built with.
//
// A package fact of zmq4 says it: it is exported when zmq4 itself is analysed,
// where the driver knows the module. Under go vet the fact has the version
// that was chosen, workspaces and vendoring included, but no replacement; go
// does not tell. So where the fact is not complete, or there is none, the files
// that decide are read: go.work, go.mod, vendor/modules.txt.

import (
	"go/types"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/semver"
	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/modules"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// builtWith is the fact about the package zmq4.
type builtWith struct {
	Path, Version    string
	By, ByVersion    string // the module that replaces it; By may be a directory
	Dir              string // of the sources
	KnowsReplacement bool
}

// AFact marks the type.
func (*builtWith) AFact() {}

func (b *builtWith) String() string { return "built with " + b.Path + "@" + b.Version }

// exportModule says which module the zmq4 under analysis is.
func exportModule(pass *analysis.Pass) {
	m := pass.Module
	if m == nil {
		return
	}
	fact := &builtWith{Path: m.Path, Version: m.Version}
	if m.Replace != nil {
		fact.By, fact.ByVersion = m.Replace.Path, m.Replace.Version
	}
	// Drivers that know more than path and version know where the module is.
	if fact.KnowsReplacement = m.Replace != nil || m.Dir != "" || m.GoMod != ""; fact.KnowsReplacement {
		fact.Dir = config.DirOf(pass)
	}
	pass.ExportPackageFact(fact)
}

// reachedZMQ4 returns the zmq4 that a package imports, itself or through
// others; nil when there is none.
func reachedZMQ4(pkg *types.Package) *types.Package {
	seen := map[*types.Package]bool{pkg: true}
	queue := []*types.Package{pkg} // breadth first: its own import comes before those of others
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		if zmqapi.IsZMQ4(p.Path()) {
			return p
		}
		for _, imp := range p.Imports() {
			if !seen[imp] {
				seen[imp] = true
				queue = append(queue, imp)
			}
		}
	}
	return nil
}

// zmq4Module is what is known of the zmq4 that a package is built with.
type zmq4Module struct {
	builtWith
	root  string // directory of the module under analysis
	files goFiles
}

func moduleOf(pass *analysis.Pass, zmq4 *types.Package) *zmq4Module {
	m := new(zmq4Module)
	dir := config.DirOf(pass)
	if pass.Module != nil && pass.Module.GoMod != "" {
		m.files = readGoFiles(filepath.Dir(pass.Module.GoMod))
		m.root = filepath.Dir(pass.Module.GoMod)
	} else if root := modules.Upwards(dir, "go.mod"); dir != "" && root != "" {
		m.files = readGoFiles(root)
		m.root = root
	}
	var fact builtWith
	known := pass.ImportPackageFact(zmq4, &fact)
	path := strings.TrimSuffix(modulePath(zmq4.Path()), "/draft")
	if !known {
		fact = builtWith{Path: path, Version: m.files.required(path)}
	}
	if !fact.KnowsReplacement {
		fact.By, fact.ByVersion = m.files.replaced(fact.Path, fact.Version)
	}
	m.builtWith = fact
	return m
}

// modulePath is an import path without the vendor directory of GOPATH times.
func modulePath(importPath string) string {
	if i := strings.LastIndex("/"+importPath, "/vendor/"); i >= 0 {
		return importPath[i+len("vendor/"):]
	}
	return importPath
}

var cached = regexp.MustCompile(`[\\/]pebbe[\\/]zmq4@(v[^\\/]+)$`)

// effective is the version that counts, "" when it is not known, and the
// module that it is a version of.
func (m *zmq4Module) effective() (path, version string) {
	switch {
	case m.By == "":
		path, version = m.Path, m.Version
	case m.ByVersion != "":
		path, version = m.By, m.ByVersion
	default: // a directory, which has a version in its name when it is one of the module cache
		path = m.Path
		if found := cached.FindStringSubmatch(m.By); found != nil {
			version = found[1]
		}
	}
	if !semver.IsValid(version) {
		version = ""
	}
	return path, version
}

// key is the same for all packages that are built with the same zmq4 for the
// same reason.
func (m *zmq4Module) key() string {
	return strings.Join([]string{m.files.mod, m.Path, m.Version, m.By, m.ByVersion}, "\x00")
}
