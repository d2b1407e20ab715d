package sockopt

import (
	"go/ast"
	"go/token"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// inMilliseconds gives a bare number the unit that libzmq counts in.
func (c *checker) inMilliseconds(call *sockets.Call, i int) *finding.Fix {
	arg := call.Expr.Args[i]
	p := fix.At(c.pass, call.Expr)
	if p == nil || p.Misaligns(arg.End()) || c.pass.TypesInfo.Types[arg].Value == nil {
		return nil
	}
	if n, _ := durationConst(call, i); n >= int64(time.Millisecond) {
		return nil // so many milliseconds are not meant
	}
	name, edits, ok := p.Import("time")
	if !ok {
		return nil
	}
	unit := "*" + name + ".Millisecond"
	if p.Spaced(arg) {
		unit = " * " + name + ".Millisecond"
	}
	edits = append(edits, parenthesized(arg, token.MUL)...)
	edits[len(edits)-1].NewText = append(edits[len(edits)-1].NewText, unit...)
	return &finding.Fix{Message: "write the unit: milliseconds", Edits: edits}
}

// inSeconds hands a duration over as the number of its seconds.
func (c *checker) inSeconds(call *sockets.Call) *finding.Fix {
	conv, ok := ast.Unparen(call.Expr.Args[0]).(*ast.CallExpr)
	if !ok || len(conv.Args) != 1 || !c.pass.TypesInfo.Types[conv.Fun].IsType() {
		return nil
	}
	if p := fix.At(c.pass, call.Expr); p == nil || p.Misaligns(call.Expr.End()) {
		return nil
	}
	edits := parenthesized(conv.Args[0], token.PERIOD)
	edits[len(edits)-1].NewText = append(edits[len(edits)-1].NewText, ".Seconds()"...)
	return &finding.Fix{Message: "hand over seconds", Edits: edits}
}

// parenthesized puts parentheses around an expression of which only a part would be
// multiplied or called; its last edit ends behind the expression.
func parenthesized(e ast.Expr, op token.Token) []analysis.TextEdit {
	if b, binary := e.(*ast.BinaryExpr); !binary || b.Op == op {
		return []analysis.TextEdit{fix.Insertion(e.End(), "")}
	}
	return []analysis.TextEdit{fix.Insertion(e.Pos(), "("), fix.Insertion(e.End(), ")")}
}
