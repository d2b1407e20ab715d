package sockets

// Reading a State: what the rules ask about security and about paths.

import (
	"go/ast"
	"go/format"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Certainty says on which paths something holds.
type Certainty uint8

const (
	Never Certainty = iota
	Sometimes
	Always
	Undecided
)

// Encrypted tells whether the socket has CURVE, or GSSAPI with encryption.
func (s State) Encrypted() Certainty {
	var yes, no bool
	undecided := false
	s.Mech.each(func(m mechanism, _ role) {
		switch m {
		case mechCurve:
			yes = true
		case mechGSSAPI:
			if s.May.Has(zmqapi.GSSAPIPlaintext) {
				no = true
			} else {
				yes = true
			}
		case mechInherited:
			undecided = true
		default:
			no = true
		}
	})
	switch {
	case undecided:
		return Undecided
	case yes && no:
		return Sometimes
	case yes:
		return Always
	}
	return Never
}

// Plain reports whether the socket can have PLAIN.
func (s State) Plain() bool { return s.Mech.has(mechPlain) }

// NullAuth reports whether the socket can have NULL by ServerAuthNull.
func (s State) NullAuth() bool { return s.Mech.has(mechNullAuth) }

// Reset is the call that put the mechanism back to NULL, if there is one.
func (s State) Reset() (token.Pos, bool) { return s.resetAt, s.Mech.has(mechReset) }

// CurveServer and CurveClient report whether the socket can have CURVE in that
// role.
func (s State) CurveServer() bool { return s.Mech.hasRole(mechCurve, roleServer) }
func (s State) CurveClient() bool {
	return s.Mech.hasRole(mechCurve, roleClient) || s.Mech.hasRole(mechCurve, roleInherited)
}

// BothRoles reports whether the socket was made a CURVE server and a client
// since it was opened last.
func (s State) BothRoles() bool { return s.Must.Has(madeServer) && s.Must.Has(madeClient) }

// Opened reports whether every path has opened the socket before, and whether
// by a bind.
func (s State) Opened() (open, bound bool) { return s.Phase&mustOpen != 0, s.Phase&mustBind != 0 }

// When says on which paths the options are not set before the event: under
// which condition the setter is skipped, or in which callee.
func (c *Context) When(opts zmqapi.OptionSet) string {
	const somehow = "on some paths"
	if c.in == nil || c.at == nil {
		return somehow
	}
	for _, b := range c.in.fn.Blocks {
		for _, instr := range b.Instrs {
			for _, g := range c.in.gens[instr] {
				if g.on != c.on || g.may.Inter(opts).Empty() {
					continue
				}
				if cond := c.in.condition(instr, c.at); cond != "" {
					return "when " + cond
				}
				if g.by != nil && g.must.Inter(opts).Empty() {
					return somehow + " through " + named(g.by).Name()
				}
			}
		}
	}
	return somehow
}

// condition is the source text of the branch that leads to setter and not
// always to open, as a condition under which setter is skipped.
func (fi *fnInfo) condition(setter, open ssa.Instruction) string {
	for b := setter.Block(); b.Idom() != nil; b = b.Idom() {
		if b.Dominates(open.Block()) {
			return ""
		}
		br, ok := b.Idom().Instrs[len(b.Idom().Instrs)-1].(*ssa.If)
		if !ok || !b.Idom().Dominates(open.Block()) {
			continue
		}
		return fi.source(br.Cond, b.Idom().Succs[0] == b)
	}
	return ""
}

// source is the text of the if condition that a value is, or of its opposite.
func (fi *fnInfo) source(cond ssa.Value, opposite bool) string {
	pos := cond.Pos()
	root := fi.fn.Syntax()
	if root == nil || !pos.IsValid() {
		return ""
	}
	var found ast.Expr
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		if s, ok := n.(*ast.IfStmt); ok && s.Cond.Pos() <= pos && pos < s.Cond.End() {
			found = s.Cond
		}
		return true
	})
	if found == nil {
		return ""
	}
	if opposite {
		found = negated(found)
	}
	var text strings.Builder
	if err := format.Node(&text, fi.p.Fset, found); err != nil || strings.Contains(text.String(), "\n") || text.Len() > 60 {
		return ""
	}
	return text.String()
}

// opposites are the comparisons that hold when another does not.
var opposites = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.GEQ, token.GEQ: token.LSS,
	token.GTR: token.LEQ, token.LEQ: token.GTR,
}

// negated is the opposite of a condition, as a person would write it.
func negated(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return negated(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return e.X
		}
	case *ast.BinaryExpr:
		if op, ok := opposites[e.Op]; ok {
			return &ast.BinaryExpr{X: e.X, Op: op, Y: e.Y}
		}
		return &ast.UnaryExpr{Op: token.NOT, X: &ast.ParenExpr{X: e}}
	}
	return &ast.UnaryExpr{Op: token.NOT, X: e}
}
