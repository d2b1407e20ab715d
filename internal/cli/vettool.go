package cli

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/zmqlint/zmqlint/analyzers"
	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
)

// versionFlag is how the go command asks a tool who it is.
const versionFlag = "-V=full"

// calledByGoVet tells whether the go command runs this program as its vet
// tool: it asks for the version and the flags, and then passes one
// configuration file for each package.
func calledByGoVet(args []string) bool {
	if slices.Contains(args, versionFlag) || slices.Contains(args, "-flags") {
		return true
	}
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// runVetTool speaks go vet's protocol. It reads os.Args and ends the process.
func runVetTool() {
	if !slices.Contains(os.Args, versionFlag) {
		unitchecker.Main(analyzers.All()...)
	}
	dir, err := os.Getwd()
	if err == nil {
		err = vetVersion(os.Stdout, dir)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "zmqlint: %v\n", err)
		os.Exit(exitUsage)
	}
	os.Exit(exitClean)
}

// vetVersion answers as unitchecker would, in the form of the go command's own
// tools, with a build id that the configuration and the versions are a part of:
// the go command keeps what a tool said, and would not notice that a
// .zmqlint.yml, go.mod or libzmq changed.
func vetVersion(w io.Writer, dir string) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	digest := config.Digest(dir)
	h.Write(digest[:])
	versions.Digest(h, dir)
	_, err = fmt.Fprintf(w, "%s version devel comments-go-here buildID=%02x\n", name, h.Sum(nil))
	return err
}
