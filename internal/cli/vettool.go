package cli

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/zmqlint/zmqlint/analyzers"
)

// calledByGoVet tells whether the go command runs this program as its vet
// tool: it asks for the version and the flags, and then passes one
// configuration file for each package.
func calledByGoVet(args []string) bool {
	if slices.Contains(args, "-V=full") || slices.Contains(args, "-flags") {
		return true
	}
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// runVetTool speaks go vet's protocol. It reads os.Args and ends the process.
func runVetTool() { unitchecker.Main(analyzers.All()...) }
