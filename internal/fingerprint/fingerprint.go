// Package fingerprint names a finding so that it can be recognised in a later
// run, when the code around it has moved.
//
// A fingerprint is made of the rule, the package, the function and the code
// that is flagged (code.go), and of nothing that changes by itself: no line, no
// file name, no directory, no message and no severity. So it survives lines
// that move, files that are renamed, gofmt, comments, and a zmqlint that words
// its messages better. It is another one when the package or the function gets
// another name, or the flagged call changes: then somebody has worked on the
// very line, and has to look.
//
// Findings that are equal in all this are numbered in the order of their
// places: "v1:0123456789abcdef0123:1".
package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/finding"
)

// version changes with what fingerprints are made of.
const version = "v1"

// Of returns the fingerprint of a finding in a package, without its number.
// What is in no file of the package, or what all packages of a module share, is
// about the module.
func Of(pkg *packages.Package, f *finding.Finding) string {
	scope, function, code := pkg.PkgPath, "", ""
	if file := fileAt(pkg.Syntax, f.Pos); file != nil && f.Shared == nil {
		path, _ := astutil.PathEnclosingInterval(file, f.Pos, max(f.End, f.Pos+1))
		function, code = enclosing(path), codeAt(file, path, f.Pos)
	} else if pkg.Module != nil {
		scope = pkg.Module.Path
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{f.Rule, scope, function, code, f.By}))
	return version + ":" + hex.EncodeToString(sum[:10])
}

func fileAt(files []*ast.File, pos token.Pos) *ast.File {
	for _, f := range files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// Numbers counts equal fingerprints.
type Numbers map[string]int

// Next returns the fingerprint with its number. It is asked in the order of
// the findings' places.
func (n Numbers) Next(fingerprint string) string {
	n[fingerprint]++
	return fmt.Sprintf("%s:%d", fingerprint, n[fingerprint])
}

// enclosing names the declaration of the package that a node is in. path
// leads from the node to its file.
func enclosing(path []ast.Node) string {
	n := len(path)
	if n < 2 {
		return ""
	}
	switch decl := path[n-2].(type) {
	case *ast.FuncDecl:
		if decl.Recv.NumFields() == 0 {
			return decl.Name.Name
		}
		return receiver(decl.Recv.List[0].Type) + "." + decl.Name.Name
	case *ast.GenDecl:
		if n < 3 {
			return ""
		}
		switch spec := path[n-3].(type) {
		case *ast.ValueSpec:
			return spec.Names[0].Name
		case *ast.TypeSpec:
			return spec.Name.Name
		}
	}
	return ""
}

// receiver names a receiver's type, without what is written around the name:
// *T, T and T[K] are the same, as a type has one method of a name.
func receiver(x ast.Expr) string {
	for {
		switch t := x.(type) {
		case *ast.StarExpr:
			x = t.X
		case *ast.ParenExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}
