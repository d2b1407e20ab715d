package sockets

// Tests in the load (zmqlint -tests). What a test passes to a function, or
// stores in a field, is not what the program does: it counts for code in tests
// only.

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// inTest reports whether a position lies in a test file.
func (p *Program) inTest(pos token.Pos) bool {
	return pos.IsValid() && inTestFile(p.Fset, pos)
}

// borrows reports whether a test function uses fn, which is not part of the
// tests.
func (p *Program) borrows(user, fn *ssa.Function) bool {
	return p.inTest(user.Pos()) && !p.inTest(fn.Pos())
}

// forTests reports whether an event comes about only because a test calls code
// that is not part of the tests.
func (p *Program) forTests(c *Context) bool {
	return c.Fn != nil && !p.inTest(c.Fn.Pos()) && slices.ContainsFunc(c.Via, func(call ssa.CallInstruction) bool {
		return p.inTest(call.Parent().Pos())
	})
}
