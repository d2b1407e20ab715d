// Command multichecker runs the suite under the usual driver of x/tools, which
// loads everything from source and needs libzmq. It is here to be measured
// against.
package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/zmqlint/zmqlint/analyzers"
)

func main() { multichecker.Main(analyzers.All()...) }
