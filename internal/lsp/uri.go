package lsp

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
)

// path returns the file that a URI names; ok is false when it names none.
func (u DocumentURI) path() (file string, ok bool) {
	parsed, err := url.Parse(string(u))
	if err != nil || parsed.Scheme != "file" || parsed.Path == "" {
		return "", false
	}
	name := parsed.Path
	if runtime.GOOS == "windows" {
		name = strings.TrimPrefix(name, "/") // /c:/dir
		if len(name) > 1 && name[1] == ':' {
			name = strings.ToUpper(name[:1]) + name[1:] // editors write c: and C:
		}
		if parsed.Host != "" {
			name = "//" + parsed.Host + parsed.Path
		}
	}
	return filepath.Clean(filepath.FromSlash(name)), true
}

// uriOf returns the URI of a file.
func uriOf(file string) DocumentURI {
	name := filepath.ToSlash(file)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return DocumentURI((&url.URL{Scheme: "file", Path: name}).String())
}
