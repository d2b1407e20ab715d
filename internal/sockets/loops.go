package sockets

// Natural loops, and which of them can take any number of messages. A loop
// over the frames of one message, over the results of a poll, or with a fixed
// number of turns takes what it takes once; the loop around it is the one that
// a flood keeps busy.

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// natural is a loop of the control flow graph.
type natural struct {
	header *ssa.BasicBlock
	blocks map[*ssa.BasicBlock]bool
	stmt   ast.Stmt
	placed bool // stmt is known
}

// naturalLoops are the loops of fn, inner ones first.
func (p *Program) naturalLoops(fn *ssa.Function) []*natural {
	loops, ok := p.loops[fn]
	if !ok {
		loops = findLoops(fn)
		p.loops[fn] = loops
	}
	return loops
}

func findLoops(fn *ssa.Function) (loops []*natural) {
	for i := len(fn.Blocks) - 1; i >= 0; i-- {
		h := fn.Blocks[i]
		var l *natural
		for _, tail := range h.Preds {
			if !h.Dominates(tail) {
				continue
			}
			if l == nil {
				l = &natural{header: h, blocks: map[*ssa.BasicBlock]bool{h: true}}
				loops = append(loops, l)
			}
			l.grow(tail)
		}
	}
	for i := range loops { // by size: an inner loop is smaller than the one around it
		for j := i; j > 0 && len(loops[j].blocks) < len(loops[j-1].blocks); j-- {
			loops[j], loops[j-1] = loops[j-1], loops[j]
		}
	}
	return loops
}

// grow adds the blocks from which tail is reached.
func (l *natural) grow(tail *ssa.BasicBlock) {
	if l.blocks[tail] {
		return
	}
	l.blocks[tail] = true
	for _, p := range tail.Preds {
		l.grow(p)
	}
}

// loopAround is the innermost loop around instr that can take any number of
// messages.
func (p *Program) loopAround(instr ssa.Instruction) *natural {
	for _, l := range p.naturalLoops(instr.Parent()) {
		if l.blocks[instr.Block()] && !l.counts() && !l.walks() && !p.readsFrames(l) && l.goesOn(instr) {
			return l
		}
	}
	return nil
}

// walks reports whether the loop ranges over a map or a string.
func (l *natural) walks() bool {
	for _, instr := range l.header.Instrs {
		if _, ok := instr.(*ssa.Next); ok {
			return true
		}
	}
	return false
}

// counts reports whether the loop has a number of turns that is fixed when it
// starts: a counter is compared with something from outside the loop, or a
// slice is walked.
func (l *natural) counts() bool {
	cond, ok := l.header.Instrs[len(l.header.Instrs)-1].(*ssa.If)
	if !ok || l.blocks[l.header.Succs[0]] == l.blocks[l.header.Succs[1]] {
		return false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	switch cmp.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.NEQ:
	default:
		return false
	}
	return l.counter(cmp.X) && l.fixed(cmp.Y) || l.counter(cmp.Y) && l.fixed(cmp.X)
}

// counter reports whether each turn adds a constant to v.
func (l *natural) counter(v ssa.Value) bool {
	if add, ok := v.(*ssa.BinOp); ok { // the index of a range: compared after it was increased
		if _, isConst := add.Y.(*ssa.Const); isConst && (add.Op == token.ADD || add.Op == token.SUB) {
			v = add.X
		}
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || phi.Block() != l.header {
		return false
	}
	for i, e := range phi.Edges {
		if !l.blocks[l.header.Preds[i]] {
			continue
		}
		add, ok := e.(*ssa.BinOp)
		if !ok || add.X != phi || add.Op != token.ADD && add.Op != token.SUB {
			return false
		}
		if _, isConst := add.Y.(*ssa.Const); !isConst {
			return false
		}
	}
	return true
}

// fixed reports whether v does not change while the loop runs.
func (l *natural) fixed(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter:
		return true
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return l.fixed(v.Call.Args[0])
		}
	}
	instr, ok := v.(ssa.Instruction)
	return ok && !l.blocks[instr.Block()]
}

// readsFrames reports whether the loop goes on as long as RCVMORE says so.
func (p *Program) readsFrames(l *natural) bool {
	for b := range l.blocks {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if ok && l.blocks[b.Succs[0]] != l.blocks[b.Succs[1]] && p.tellsMore(cond.Cond, 0) {
			return true
		}
	}
	return false
}

// tellsMore reports whether v comes from GetRcvmore.
func (p *Program) tellsMore(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Call:
		row := p.apiOf(v)
		return row != nil && row.Kind == zmqapi.KindGetOption && row.Name == "GetRcvmore"
	case *ssa.Extract:
		return !IsError(v.Type()) && p.tellsMore(v.Tuple, depth+1)
	case *ssa.UnOp:
		return v.Op == token.NOT && p.tellsMore(v.X, depth+1)
	case *ssa.Phi:
		for _, e := range v.Edges {
			if p.tellsMore(e, depth+1) {
				return true
			}
		}
	}
	return false
}

// statement is the loop in the source: the smallest for statement around all
// that the loop does, and around the loops in it. It is nil for a loop made with
// goto.
func (p *Program) statement(l *natural) ast.Stmt {
	if !l.placed {
		l.stmt, l.placed = p.findStatement(l), true
	}
	return l.stmt
}

func (p *Program) findStatement(l *natural) ast.Stmt {
	around := l.statements()
	for _, inner := range p.naturalLoops(l.header.Parent()) {
		if n := len(around); n > 1 && inner != l && l.blocks[inner.header] && p.statement(inner) == around[n-1] {
			around = around[:n-1] // all that the loop does is in that one
		}
	}
	if len(around) == 0 {
		return nil
	}
	return around[len(around)-1]
}

// statements are the for statements around all that the loop does, outer ones
// first.
func (l *natural) statements() (around []ast.Stmt) {
	root := l.header.Parent().Syntax()
	if root == nil {
		return nil
	}
	lo, hi := l.extent()
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || n.Pos() > lo || n.End() < hi {
			return false
		}
		switch n := n.(type) {
		case *ast.ForStmt:
			around = append(around, n)
		case *ast.RangeStmt:
			around = append(around, n)
		}
		return true
	})
	return around
}

// extent is the range of positions of what the loop does. The position of a
// phi is that of its variable, which can be declared outside.
func (l *natural) extent() (lo, hi token.Pos) {
	for b := range l.blocks {
		for _, instr := range b.Instrs {
			if _, isPhi := instr.(*ssa.Phi); isPhi || !instr.Pos().IsValid() {
				continue
			}
			if lo == token.NoPos || instr.Pos() < lo {
				lo = instr.Pos()
			}
			hi = max(hi, instr.Pos())
		}
	}
	return lo, hi
}

// headEnd is where the body of a loop begins.
func headEnd(st ast.Stmt) token.Pos {
	switch st := st.(type) {
	case *ast.ForStmt:
		return st.Body.Lbrace
	case *ast.RangeStmt:
		return st.Body.Lbrace
	}
	return st.End()
}
