package zmqapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/semver"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestReleases holds the table against the exported API of every release of
// zmq4 that can be had: no function or method without a row, no row without
// one, and what the row says of the signature is so.
func TestReleases(t *testing.T) {
	had := 0
	for _, version := range zmqtest.Versions {
		t.Run(version, func(t *testing.T) {
			dir, err := zmqtest.Download(version)
			if err != nil {
				t.Skip(err)
			}
			had++
			for _, pkg := range []string{"", "draft"} {
				checkAPI(t, filepath.Join(dir, pkg), version, pkg == "draft")
			}
		})
	}
	if had == 0 {
		t.Skip("no release can be had")
	}
}

func checkAPI(t *testing.T, dir, version string, draft bool) {
	api := exported(t, dir)
	if len(api) < 200 {
		t.Errorf("%s: only %d functions and methods", dir, len(api))
	}
	for key, sig := range api {
		recv, name, _ := strings.Cut(key, ".")
		if c := zmqapi.CallOf(recv, name); c == nil {
			t.Errorf("draft=%v: %s has no row", draft, key)
		} else {
			checkSignature(t, c, sig)
		}
	}
	for _, c := range zmqapi.Calls() {
		want := semver.Compare(version, c.Since) >= 0 && (draft || !c.Draft)
		if _, has := api[c.Recv+"."+c.Name]; has != want {
			t.Errorf("draft=%v: the table says of %s that it is there: %v", draft, c, want)
		}
		if c.Source == "" {
			t.Errorf("%s has no source", c)
		}
	}
}

func checkSignature(t *testing.T, c *zmqapi.Call, sig *ast.FuncType) {
	params, results := typesOf(sig.Params), typesOf(sig.Results)
	if fails := len(results) > 0 && results[len(results)-1] == "error"; fails != c.HasError {
		t.Errorf("%s: HasError is %v, results are %v", c, c.HasError, results)
	}
	if c.Kind == zmqapi.KindSetOption {
		arg := params[0]
		if arg == "RouterNotifyOption" {
			arg = "int"
		}
		if want := c.Option.Info().Arg.String(); arg != want {
			t.Errorf("%s takes %s, the table says %s", c, arg, want)
		}
	}
	if got := indexes(params, "*Socket"); !slices.Equal(got, c.SocketArgs) {
		t.Errorf("%s: sockets are the arguments %v, the table says %v", c, got, c.SocketArgs)
	}
	if got := indexes(params, "time.Duration"); !slices.Equal(got, c.DurationArgs) {
		t.Errorf("%s: durations are the arguments %v, the table says %v", c, got, c.DurationArgs)
	}
	texts := slices.Concat(c.SecretKeyArgs, c.PublicKeyArgs)
	if c.EndpointArg >= 0 {
		texts = append(texts, c.EndpointArg)
	}
	for _, i := range texts {
		if i >= len(params) || params[i] != "string" && params[i] != "...string" {
			t.Errorf("%s: argument %d is no string: %v", c, i, params)
		}
	}
	for _, s := range c.Settings {
		if s.Arg >= len(params) {
			t.Errorf("%s sets %s from argument %d of %v", c, s.Option, s.Arg, params)
		}
	}
}

// exported returns the exported functions (".Name") and methods ("Recv.Name").
func exported(t *testing.T, dir string) map[string]*ast.FuncType {
	fset, api := token.NewFileSet(), map[string]*ast.FuncType{}
	for _, file := range goFiles(t, dir) {
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() {
				continue
			}
			recv := ""
			if fn.Recv != nil {
				recv = strings.TrimPrefix(types.ExprString(fn.Recv.List[0].Type), "*")
			}
			if recv == "" || ast.IsExported(recv) {
				api[recv+"."+fn.Name.Name] = fn.Type
			}
		}
	}
	return api
}

func goFiles(t *testing.T, dir string) []string {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	return slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
}

// typesOf lists the types, one for each name.
func typesOf(l *ast.FieldList) (out []string) {
	if l == nil {
		return nil
	}
	for _, f := range l.List {
		for range max(1, len(f.Names)) {
			out = append(out, types.ExprString(f.Type))
		}
	}
	return out
}

func indexes(list []string, s string) (out []int) {
	for i, e := range list {
		if e == s {
			out = append(out, i)
		}
	}
	return out
}

// TestOptions checks that the option table is whole and consistent.
func TestOptions(t *testing.T) {
	ids := map[int]zmqapi.Option{}
	for n, i := range zmqapi.Options() {
		if i.Option != zmqapi.Option(n+1) || i.Name == "" || i.Setter == "" || i.Source == "" || i.Default == "" {
			t.Errorf("row %d is not whole: %+v", n+1, i)
		}
		if other, dup := ids[i.ID]; dup {
			t.Errorf("%s and %s are both number %d", i.Name, other, i.ID)
		}
		ids[i.ID] = i.Option
		if o, ok := zmqapi.BySetter(i.Setter); !ok || o != i.Option {
			t.Errorf("BySetter(%s) is %s, want %s", i.Setter, o, i.Name)
		}
		if i.HasDefault && !i.Accepted(i.DefaultInt) {
			t.Errorf("%s: the default %d is not accepted", i.Name, i.DefaultInt)
		}
		for _, s := range i.Special {
			if !i.Accepted(s.Value) {
				t.Errorf("%s: the special value %d is not accepted", i.Name, s.Value)
			}
		}
		if i.Accepts != 0 && i.Types&^i.Accepts != 0 {
			t.Errorf("%s works on %s but is accepted by %s only", i.Name, i.Types, i.Accepts)
		}
	}
	if zmqapi.NumOptions > 128 {
		t.Error("OptionSet has room for 128 options")
	}
}
