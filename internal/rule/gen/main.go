// Command gen writes docs/rules: one page for each rule and an index.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/zmqlint/zmqlint/internal/rule"
)

func main() {
	dir := flag.String("dir", "docs/rules", "folder to write to; pages in it of rules that are gone are removed")
	flag.Parse()
	if err := write(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	pages := rule.Pages()
	old, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if _, ok := pages[filepath.Base(path)]; !ok {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
