package fix

import (
	"go/types"
	"strconv"
)

// zero is the zero value of a type in the words of the file; ok is false when the
// file has no name for the type.
func (p *Place) zero(t types.Type) (text string, ok bool) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false", true
		case u.Info()&types.IsString != 0:
			return `""`, true
		case u.Info()&types.IsNumeric != 0:
			return "0", true
		}
		return "nil", true
	case *types.Struct, *types.Array:
		name, ok := p.typeName(t)
		return name + "{}", ok
	case *types.Interface:
		if _, ok := t.(*types.TypeParam); ok {
			name, ok := p.typeName(t)
			return "*new(" + name + ")", ok
		}
	}
	return "nil", true
}

// typeName is what the file calls a type.
func (p *Place) typeName(t types.Type) (text string, ok bool) {
	ok = true
	text = types.TypeString(t, func(pkg *types.Package) string {
		if pkg == p.Pass.Pkg {
			return ""
		}
		name := p.imported(pkg.Path())
		if name == "" {
			ok = false
		}
		return name
	})
	return text, ok
}

// imported is what the file calls a package; "" when it does not import it, or
// has no name for it.
func (p *Place) imported(path string) string {
	for _, spec := range p.File.Imports {
		if got, err := strconv.Unquote(spec.Path.Value); err != nil || got != path {
			continue
		}
		name := p.Pass.TypesInfo.PkgNameOf(spec)
		if name != nil && name.Name() != "_" && name.Name() != "." {
			return name.Name()
		}
	}
	return ""
}
