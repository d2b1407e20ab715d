package recvloop

// The fix of unthrottled-recv: each turn of the loop waits for a tick, whatever
// it does then. How many messages a second are right, nobody can see in the
// code: that is the decision that it takes. A handler of a Reactor outlives the
// function that registers it, so it sleeps instead.

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
)

// slowDown bounds how many turns a loop takes in a second.
func (c *checker) slowDown() *finding.Fix {
	edits, ok := c.sleeping()
	if !c.loop.Handler {
		edits, ok = c.ticking()
	}
	if !ok {
		return nil
	}
	return &finding.Fix{Message: "take at most 1000 messages a second", Edits: edits, Decision: "the rate"}
}

// ticking waits for a ticker in each turn of a loop.
func (c *checker) ticking() ([]analysis.TextEdit, bool) {
	before, body := c.place(), c.body()
	if before == nil || body == nil {
		return nil, false
	}
	for out := before.Out(); out != nil; out = before.Out() {
		before = out // a ticker is stopped at the end of the function
	}
	time, edits, ok := before.Import("time")
	if !ok {
		return nil, false
	}
	turn := c.name(before, "turn")
	made, ok := before.Before("// At most 1000 messages a second.\n" + turn + " := " + time + ".NewTicker(" + time + ".Millisecond)\ndefer " + turn + ".Stop()")
	wait, entered := fix.Enter(c.pass, body, "<-"+turn+".C")
	return append(edits, made, wait), ok && entered
}

// sleeping rests before each call of a handler.
func (c *checker) sleeping() ([]analysis.TextEdit, bool) {
	body := c.body()
	if body == nil || len(body.List) == 0 || !c.inFile(body.Pos()) {
		return nil, false
	}
	first := fix.At(c.pass, body.List[0])
	if first == nil {
		return nil, false
	}
	time, edits, ok := first.Import("time")
	sleep, entered := fix.Enter(c.pass, body, "// At most 1000 messages a second.\n"+time+".Sleep("+time+".Millisecond)")
	return append(edits, sleep), ok && entered
}

// body is that of the loop, or of the handler.
func (c *checker) body() *ast.BlockStmt {
	node := c.nodeAt(c.loop.Pos)
	if c.loop.Handler {
		node = c.loop.Fn.Syntax()
	}
	switch n := node.(type) {
	case *ast.ForStmt:
		return n.Body
	case *ast.RangeStmt:
		return n.Body
	case *ast.FuncLit:
		return n.Body
	case *ast.FuncDecl:
		return n.Body
	}
	return nil
}

// inFile reports whether a position is in the file of the loop, which is the
// only one that a fix may change.
func (c *checker) inFile(pos token.Pos) bool {
	return c.fset.File(pos) == c.fset.File(c.loop.Pos)
}
