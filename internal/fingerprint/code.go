package fingerprint

// The flagged code as text, taken from the syntax tree so that white space,
// comments, parentheses and the way in which a literal is written do not count.
//
// Blocks do not count either: of a loop it is the head that is flagged, of a
// function literal that is an argument its signature, and a change inside
// does not make the finding another one. As many loops have no more than
// "for" in their head, the first receive in the body is added.

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"regexp"
	"strings"
)

// codeAt returns the code at pos. path leads from the node there to the file.
func codeAt(file *ast.File, path []ast.Node, pos token.Pos) string {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() <= pos && pos < c.End() { // the finding is about a directive
				return strings.Join(strings.Fields(c.Text), " ")
			}
		}
	}
	if len(path) == 0 {
		return ""
	}
	var w writer
	w.node(path[0])
	switch loop := path[0].(type) {
	case *ast.ForStmt:
		w.receive(loop.Body)
	case *ast.RangeStmt:
		w.receive(loop.Body)
	}
	return w.String()
}

type writer struct{ strings.Builder }

// node writes a node as its type, what the type does not say, and the nodes
// in it: CallExpr(SelectorExpr(Ident:s()Ident:Bind())BasicLit:"tcp://*:1"()).
func (w *writer) node(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			w.WriteByte(')')
			return true
		case *ast.BlockStmt, *ast.CommentGroup:
			return false
		case *ast.ParenExpr:
			w.node(n.X)
			return false
		}
		w.WriteString(strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast."))
		if d := detail(n); d != "" {
			w.WriteString(":" + d)
		}
		w.WriteByte('(')
		return true
	})
}

// detail is what a node says beside its type and the nodes in it.
func detail(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Ident:
		return n.Name
	case *ast.BasicLit:
		return constant.MakeFromLiteral(n.Value, n.Kind, 0).ExactString()
	case *ast.UnaryExpr:
		return n.Op.String()
	case *ast.BinaryExpr:
		return n.Op.String()
	case *ast.AssignStmt:
		return n.Tok.String()
	case *ast.IncDecStmt:
		return n.Tok.String()
	case *ast.BranchStmt:
		return n.Tok.String()
	case *ast.RangeStmt:
		return n.Tok.String()
	case *ast.CallExpr:
		if n.Ellipsis.IsValid() {
			return "..."
		}
	case *ast.SliceExpr: // x[i:] and x[:i] have the same nodes
		return fmt.Sprint(n.Low != nil, n.High != nil)
	case *ast.ChanType:
		return fmt.Sprint(n.Dir)
	}
	return ""
}

// receives matches the methods of zmq4, and the helpers of programs, that
// take messages or wait for them.
var receives = regexp.MustCompile(`^(?i:recv|receive|poll)`)

// receive writes the first call in a body that takes messages.
func (w *writer) receive(body *ast.BlockStmt) {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found && receives.MatchString(callee(call)) {
			found = true
			w.node(call)
		}
		return !found
	})
}

// callee is the last name of what is called.
func callee(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}
