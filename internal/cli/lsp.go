package cli

import (
	"context"
	"errors"
	"runtime/debug"

	"github.com/zmqlint/zmqlint/internal/lsp"
)

// collectLess is the target of the garbage collector (as GOGC) in the server:
// it holds little and makes a lot of garbage at each edit, so that collecting
// would take a fifth of the time that an edit takes.
const collectLess = 400

// lsp is the language server. Editors start it without arguments, or with
// -stdio, as some do with every server.
func (c *command) lsp(ctx context.Context, args []string) int {
	if len(args) > 1 || len(args) == 1 && args[0] != "-stdio" && args[0] != "--stdio" {
		return c.fail(errors.New("lsp takes no arguments; its settings come from the editor (see docs/editors.md)"))
	}
	if c.getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(collectLess))
	}
	return lsp.Serve(ctx, c.stdio.In, c.stdio.Out, lsp.Options{
		Env: c.env, Dir: c.dir, Version: version(), Log: c.stdio.Err,
	})
}
