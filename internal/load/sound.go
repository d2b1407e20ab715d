package load

// Bodies that SSA cannot be built from.
//
// go/ssa takes well-typed syntax and panics on anything else. A function that
// does not type-check loses its body, which to every analysis makes it a function that is not known;
// all others are analysed. An initial value of a package variable goes in the
// same way.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A soundness tells which parts of a checked package hold together.
type soundness struct {
	info    *types.Info
	errs    []types.Error
	invalid map[types.Type]bool
	dropped bool // something was taken out
}

// makeSound takes out what does not hold together and returns the functions
// that lost their bodies.
func (s *soundness) makeSound(files []*ast.File) (lost []*ast.FuncDecl) {
	s.invalid = map[types.Type]bool{}
	for _, f := range files {
		s.dropRedeclared(f)
	}
	var vars []ast.Node
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil && !s.sound(d) {
					lost = append(lost, d)
					s.dropped = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR && !s.sound(v) {
						vars = append(vars, v)
						v.Values = nil
						s.dropped = true
					}
				}
			}
		}
	}
	s.info.InitOrder = slices.DeleteFunc(s.info.InitOrder, func(i *types.Initializer) bool {
		return slices.ContainsFunc(vars, func(v ast.Node) bool {
			return v.Pos() <= i.Lhs[0].Pos() && i.Lhs[0].Pos() <= v.End()
		}) || slices.ContainsFunc(i.Lhs, func(v *types.Var) bool { return s.isInvalid(v.Type()) })
	})
	return lost
}

// dropRedeclared drops the declarations whose names stand for something else:
// these have no object.
func (s *soundness) dropRedeclared(f *ast.File) {
	declared := func(id *ast.Ident) bool {
		ok := id.Name == "_" || s.info.Defs[id] != nil
		s.dropped = s.dropped || !ok
		return ok
	}
	f.Decls = slices.DeleteFunc(f.Decls, func(d ast.Decl) bool {
		switch d := d.(type) {
		case *ast.BadDecl:
			s.dropped = true
			return true
		case *ast.FuncDecl:
			return !declared(d.Name)
		case *ast.GenDecl:
			d.Specs = slices.DeleteFunc(d.Specs, func(spec ast.Spec) bool {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					return !declared(spec.Name)
				case *ast.ValueSpec:
					return slices.ContainsFunc(spec.Names, func(id *ast.Ident) bool { return !declared(id) })
				}
				return false
			})
		}
		return false
	})
}

// sound reports whether all of n is typed and free of errors.
func (s *soundness) sound(n ast.Node) bool {
	for _, e := range s.errs {
		if !e.Soft && n.Pos() <= e.Pos && e.Pos <= n.End() {
			return false
		}
	}
	ok := true
	ast.Inspect(n, func(n ast.Node) bool {
		ok = ok && s.soundNode(n)
		return ok
	})
	return ok
}

func (s *soundness) soundNode(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BadExpr, *ast.BadStmt, *ast.BadDecl:
		return false
	case *ast.Ident:
		return s.soundIdent(n)
	case *ast.TypeAssertExpr:
		return n.Type == nil || s.typed(n)
	case *ast.CompositeLit:
		return s.typed(n) && (keyed(n) || s.soundFields(s.info.TypeOf(n)))
	case *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr, *ast.UnaryExpr, *ast.BinaryExpr, *ast.FuncLit:
		return s.typed(n.(ast.Expr))
	case ast.Expr:
		t := s.info.TypeOf(n)
		return t == nil || !s.isInvalid(t)
	}
	return true
}

func (s *soundness) typed(e ast.Expr) bool {
	tv, ok := s.info.Types[e]
	return ok && (tv.Type == nil || !s.isInvalid(tv.Type))
}

func (s *soundness) soundIdent(id *ast.Ident) bool {
	if id.Name == "_" {
		return true
	}
	obj, ok := s.info.Defs[id]
	if !ok {
		obj, ok = s.info.Uses[id]
	}
	if !ok {
		return false
	}
	switch obj.(type) {
	case nil, *types.PkgName, *types.Label, *types.Builtin, *types.Nil:
		return true // nil is the variable of a type switch
	}
	return !s.isInvalid(obj.Type())
}

// keyed reports whether a literal names the fields that it sets. These are
// looked at by themselves, and what is not set needs no type.
func keyed(lit *ast.CompositeLit) bool {
	if len(lit.Elts) == 0 {
		return true
	}
	_, ok := lit.Elts[0].(*ast.KeyValueExpr)
	return ok
}

// soundFields reports whether a literal of the type can be built from a list:
// all fields have types.
func (s *soundness) soundFields(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem() // elided &T in a list of pointers
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return true
	}
	for f := range st.Fields() {
		if s.isInvalid(f.Type()) {
			return false
		}
	}
	return true
}

// isInvalid reports whether the type has a part that is not known. It does not
// look into the fields of named structs: a value can be passed on without them.
func (s *soundness) isInvalid(t types.Type) bool {
	if known, ok := s.invalid[t]; ok {
		return known
	}
	s.invalid[t] = false // as long as it is being looked at
	bad := s.invalidParts(t)
	s.invalid[t] = bad
	return bad
}

func (s *soundness) invalidParts(t types.Type) bool {
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() == types.Invalid
	case *types.Alias:
		return s.isInvalid(types.Unalias(t))
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			if s.isInvalid(arg) {
				return true
			}
		}
		b, ok := t.Underlying().(*types.Basic)
		return ok && s.isInvalid(b)
	case *types.Map:
		return s.isInvalid(t.Key()) || s.isInvalid(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if s.isInvalid(v.Type()) {
				return true
			}
		}
	case *types.Signature:
		return s.isInvalid(t.Params()) || s.isInvalid(t.Results())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		return s.isInvalid(t.Elem())
	}
	return false
}
