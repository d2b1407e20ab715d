package sockets

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

func TestDebug(t *testing.T) {
	dir := os.Getenv("ZDBG")
	if dir == "" {
		t.Skip("ZDBG not set")
	}
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps | packages.NeedModule, Dir: dir, BuildFlags: strings.Fields(os.Getenv("ZFLAGS"))}
	pkgs, err := packages.Load(cfg, strings.Fields(os.Getenv("ZPAT"))...)
	if err != nil {
		t.Fatal(err)
	}
	var units []Unit
	seen := map[*packages.Package]bool{}
	var visit func(p *packages.Package)
	visit = func(p *packages.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, i := range p.Imports {
			visit(i)
		}
		for _, e := range p.Errors {
			fmt.Println("ERR", e)
		}
		if p.Module != nil && p.Module.Main {
			units = append(units, Unit{p.Types, p.Syntax, p.TypesInfo})
		}
	}
	for _, p := range pkgs {
		visit(p)
	}
	res, probs := Analyze(pkgs[0].Fset, units)
	for _, p := range probs {
		fmt.Println("PROBLEM", p)
	}
	for _, u := range units {
		r := res[u.Pkg]
		for _, o := range r.Opens {
			fmt.Printf("%s %s %s types=%v ep=%q reach=%b\n", pkgs[0].Fset.Position(o.Pos), o.Name, o.Function, o.Types, o.Endpoint.String(), o.Endpoint.Reach)
			for _, c := range o.Contexts {
				fmt.Printf("    types=%v must=%v may=%v enc=%d unk=%q after=%v unsure=%v phase=%b via=%d\n", c.Types, names(c.Before.Must), names(c.Before.May.Minus(c.Before.Must)), c.Before.Encrypted(), c.Before.Unknown, names(c.After), names(c.Unsure), c.Before.Phase, len(c.Via))
			}
		}
	}
}
