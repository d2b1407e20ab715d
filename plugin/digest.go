package plugin

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"time"

	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
)

// digest stands for what findings depend on beside the code of a package and
// .golangci.yml, as a part of an identifier: configuration files, the versions
// that the module is built with, this program, and the day, because directives
// and tables of advisories expire.
func digest(dir string) (string, error) {
	h := sha256.New()
	if err := program(h); err != nil {
		return "", err
	}
	configured := config.Digest(dir)
	h.Write(configured[:])
	versions.Digest(h, dir)
	io.WriteString(h, time.Now().Format(time.DateOnly))
	return fmt.Sprintf("%x", h.Sum(nil)[:8]), nil
}

// program writes the program itself: golangci-lint knows it by a version that
// does not change with a plugin that is built from a folder.
func program(w io.Writer) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}
