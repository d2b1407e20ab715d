package load

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/zmqlint/zmqlint/internal/modules"
)

// expandWorkspace makes "./..." cover the modules of the workspace that are
// below it. The go command does not: in the root of a workspace, where people
// stand, it refuses the pattern or matches the root's own module only.
func (l *loader) expandWorkspace() error {
	l.expanded = l.cfg.Patterns
	if !l.hasWorkspace() {
		return nil
	}
	if err := l.readEnv(); err != nil {
		return err
	}
	used := usedModules(l.env.GOWORK)
	var out []string
	for _, p := range l.cfg.Patterns {
		root, _ := dirPattern(l.cfg.Dir, p)
		var below []string
		inModule := false
		for _, dir := range used {
			inModule = inModule || modules.Within(root, dir)
			if dir != root && modules.Within(dir, root) {
				below = append(below, filepath.ToSlash(dir)+"/...")
			}
		}
		if root == "" || !strings.HasSuffix(p, "/...") || len(below) == 0 {
			out = append(out, p)
			continue
		}
		if inModule {
			out = append(out, p)
		}
		out = append(out, below...)
	}
	l.expanded = out
	return nil
}

// hasWorkspace reports whether there may be a go.work file, without asking the
// go command.
func (l *loader) hasWorkspace() bool {
	gowork := ""
	for _, kv := range l.cfg.Env {
		if v, ok := strings.CutPrefix(kv, "GOWORK="); ok {
			gowork = v // the last one counts
		}
	}
	return modules.Work(l.cfg.Dir, gowork) != ""
}

// usedModules returns the directories of the modules of a go.work file, those
// that are there.
func usedModules(gowork string) (dirs []string) {
	for _, dir := range modules.Read(gowork) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
