package lsp

// Notifications about documents, files and folders.

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

func (s *server) didOpen(params json.RawMessage) error {
	var p didOpenParams
	if err := decode(params, &p); err != nil {
		return err
	}
	path, ok := p.TextDocument.URI.path()
	if !ok {
		return nil // a buffer without a file belongs to no package
	}
	s.docs.put(&document{p.TextDocument.URI, path, p.TextDocument.Version, newText(p.TextDocument.Text)})
	s.schedule.touch(path, 0)
	return nil
}

func (s *server) didChange(params json.RawMessage) error {
	var p didChangeParams
	if err := decode(params, &p); err != nil {
		return err
	}
	path, ok := p.TextDocument.URI.path()
	if !ok {
		return nil
	}
	doc := s.docs.get(path)
	if doc == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	s.docs.put(doc.edited(p.TextDocument.Version, p.ContentChanges))
	if set := s.settings.Load(); set.Run == runOnChange && isGo(path) {
		s.schedule.edit(path, set.delay())
	}
	return nil
}

// didSave also looks on the disk for what no watcher may have told of.
func (s *server) didSave(params json.RawMessage) error {
	var p documentParams
	if err := decode(params, &p); err != nil {
		return err
	}
	if path, ok := p.TextDocument.URI.path(); ok {
		s.schedule.changedOnDisk([]string{path})
	}
	return nil
}

func (s *server) didClose(params json.RawMessage) error {
	var p documentParams
	if err := decode(params, &p); err != nil {
		return err
	}
	if path, ok := p.TextDocument.URI.path(); ok {
		s.docs.close(path)
		s.schedule.close(path)
	}
	return nil
}

func (s *server) didChangeWatchedFiles(params json.RawMessage) error {
	var p filesChanged
	if err := decode(params, &p); err != nil {
		return err
	}
	var paths []string
	for _, c := range p.Changes {
		if path, ok := c.URI.path(); ok {
			paths = append(paths, path)
		}
	}
	if len(paths) > 0 {
		s.schedule.changedOnDisk(paths)
	}
	return nil
}

// didChangeFolders has nothing to do for new folders, which are analysed when
// something in them is opened. What is open in one that is gone the client
// closes.
func (s *server) didChangeFolders(params json.RawMessage) error {
	var p foldersChanged
	return decode(params, &p)
}

func isGo(path string) bool { return strings.HasSuffix(path, ".go") }

// decidesUnits reports whether what is analysed together depends on a file.
func decidesUnits(path string) bool {
	base := filepath.Base(path)
	return base == "go.mod" || base == "go.work"
}

// getenv looks a variable up as the go command will see it.
func (s *server) getenv(name string) string {
	env := s.settings.Load().environ(s.opt.Env)
	for i := len(env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(env[i], name+"="); ok {
			return value
		}
	}
	return ""
}
