package lsp

import (
	"maps"
	"sync"
)

// document is an open document at one version. It never changes; an edit
// makes another one.
type document struct {
	uri     DocumentURI // as the client writes it
	path    string
	version int
	*text
}

// documents are those that are open, by the names of their files.
type documents struct {
	mu   sync.Mutex
	open map[string]*document
}

func newDocuments() *documents { return &documents{open: map[string]*document{}} }

func (d *documents) get(path string) *document {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open[path]
}

func (d *documents) put(doc *document) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open[doc.path] = doc
}

func (d *documents) close(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open, path)
}

// snapshot returns what is open now.
func (d *documents) snapshot() map[string]*document {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.open)
}

// edited returns the document after the changes of a notification, which apply
// one after the other.
func (doc *document) edited(version int, changes []contentChange) *document {
	next := *doc
	next.version = version
	for _, c := range changes {
		next.text = next.text.replaced(c)
	}
	return &next
}
