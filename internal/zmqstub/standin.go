package zmqstub

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// The stand-ins for C.name. Known constants are their value and known types
// the Go type of their size. What is not known is taken for a word: converted,
// compared, passed on, that type-checks in most code; where it does not, the
// function has a type error and the rest of the file none. A stand-in is an
// expression without a declaration, so files need not agree on names:
//
//	C.EFSM       156384763
//	C.size_t     uint64
//	C.thing_t    uintptr
//	C.limit      (*new(uintptr))
//	C.f(x)       (*new(func(...any) uintptr))(x)
//	v, err = C.f(x)   (*new(func(...any) (uintptr, error)))(x)

// goTypes are the C types with a name of their own in cgo, for 64-bit systems;
// sizes that differ elsewhere do not matter to any rule.
var goTypes = map[string]string{
	"char": "int8", "schar": "int8", "uchar": "uint8", "short": "int16", "ushort": "uint16", "int": "int32", "uint": "uint32",
	"long": "int64", "ulong": "uint64", "longlong": "int64", "ulonglong": "uint64", "float": "float32", "double": "float64",
	"size_t": "uint64", "ssize_t": "int64", "intptr_t": "int64", "uintptr_t": "uint64", "bool": "bool", "_Bool": "bool", "SOCKET": "uint64",
	"int8_t": "int8", "int16_t": "int16", "int32_t": "int32", "int64_t": "int64",
	"uint8_t": "uint8", "uint16_t": "uint16", "uint32_t": "uint32", "uint64_t": "uint64",
}

// replaceC is the visitor that puts the stand-ins in.
func (s *stub) replaceC(c *astutil.Cursor) bool {
	sel, ok := c.Node().(*ast.SelectorExpr)
	if !ok {
		return true
	}
	if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "C" {
		return true
	}
	e := s.standin(sel.Sel.Name, sel.Pos(), c)
	s.edit(sel.Pos(), sel.End(), types.ExprString(e), "")
	c.Replace(e)
	return false
}

func (s *stub) standin(name string, at token.Pos, c *astutil.Cursor) ast.Expr {
	if t, ok := goTypes[name]; ok {
		return ident(at, t)
	}
	if isType(name, c) {
		return ident(at, "uintptr")
	}
	if v, ok := s.consts[name]; ok {
		return &ast.BasicLit{ValuePos: at, Kind: token.INT, Value: strconv.FormatInt(v, 10)}
	}
	if call, ok := c.Parent().(*ast.CallExpr); ok && c.Name() == "Fun" {
		return s.function(name, at, s.pairs[call])
	}
	return deref(at, ident(at, "uintptr"))
}

// function is the stand-in for a C function, or for the conversion to a type
// that is not known. The helpers of cgo have results that are known.
func (s *stub) function(name string, at token.Pos, withErr bool) ast.Expr {
	var result ast.Expr = ident(at, "uintptr")
	switch name {
	case "CString":
		result = &ast.StarExpr{Star: at, X: ident(at, "int8")}
	case "GoString", "GoStringN":
		result = ident(at, "string")
	case "GoBytes":
		result = &ast.ArrayType{Lbrack: at, Elt: ident(at, "byte")}
	case "CBytes", "malloc":
		if s.unsafe {
			result = &ast.SelectorExpr{X: ident(at, "unsafe"), Sel: ident(at, "Pointer")}
		}
	}
	results := []*ast.Field{{Type: result}}
	if withErr {
		results = append(results, &ast.Field{Type: ident(at, "error")})
	}
	return deref(at, &ast.FuncType{
		Func:    at,
		Params:  &ast.FieldList{Opening: at, Closing: at, List: []*ast.Field{{Type: &ast.Ellipsis{Ellipsis: at, Elt: ident(at, "any")}}}},
		Results: &ast.FieldList{Opening: at, Closing: at, List: results},
	})
}

func ident(at token.Pos, name string) *ast.Ident { return &ast.Ident{NamePos: at, Name: name} }

// deref is (*new(t)), a value of type t that is no constant.
func deref(at token.Pos, t ast.Expr) ast.Expr {
	star := &ast.StarExpr{Star: at, X: &ast.CallExpr{Fun: ident(at, "new"), Lparen: at, Args: []ast.Expr{t}, Rparen: at}}
	return &ast.ParenExpr{Lparen: at, X: star, Rparen: at}
}

// isType tells a type from a value by its name or by where it stands. *C.name
// is nearly always the pointer type.
func isType(name string, c *astutil.Cursor) bool {
	for _, tag := range []string{"struct_", "union_", "enum_"} {
		if strings.HasPrefix(name, tag) {
			return true
		}
	}
	switch p := c.Parent().(type) {
	case *ast.StarExpr, *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.Ellipsis:
		return c.Name() != "Len"
	case *ast.Field, *ast.TypeSpec, *ast.TypeAssertExpr, *ast.CompositeLit, *ast.ValueSpec:
		return c.Name() == "Type"
	case *ast.CallExpr:
		fn, ok := p.Fun.(*ast.Ident)
		return ok && (fn.Name == "new" || fn.Name == "make") && c.Index() == 0
	}
	return false
}

// pairCalls finds the calls whose error result is taken: v, err := C.f().
func pairCalls(f *ast.File) map[*ast.CallExpr]bool {
	pairs := map[*ast.CallExpr]bool{}
	note := func(left int, right []ast.Expr) {
		if left == 2 && len(right) == 1 {
			if call, ok := right[0].(*ast.CallExpr); ok {
				pairs[call] = true
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			note(len(n.Lhs), n.Rhs)
		case *ast.ValueSpec:
			note(len(n.Names), n.Values)
		}
		return true
	})
	return pairs
}
