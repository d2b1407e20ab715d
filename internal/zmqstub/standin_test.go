package zmqstub_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqstub"
)

const clientHead = "package p\n\n/*\n#include <thing.h>\n*/\nimport \"C\"\nimport (\n\t\"errors\"\n\t\"unsafe\"\n)\n\nvar _ = errors.New\nvar _ unsafe.Pointer\n\n"

// TestClientFiles: what people write with C in their own files type-checks.
func TestClientFiles(t *testing.T) {
	for name, body := range map[string]string{
		"errno":           `var fault = int(C.EADDRINUSE); var unknown = uintptr(C.ESOMETHING)`,
		"known constant":  `const state = C.EFSM`,
		"call and free":   `func f(s string) { cs := C.CString(s); defer C.free(unsafe.Pointer(cs)); C.puts(cs) }`,
		"result":          `func f() int { if C.ready(1, 2) != 0 { return int(C.count()) }; return 0 }`,
		"error result":    `func f() error { if n, err := C.open(C.int(3)); n != 0 { return err }; _, err := C.close(); return err }`,
		"string":          `func f() string { return C.GoString(C.name()) + C.GoStringN(C.name(), 3) }`,
		"bytes":           `func f() []byte { b := []byte{1}; p := C.CBytes(b); defer C.free(p); return C.GoBytes(p, C.int(len(b))) }`,
		"types":           `type t struct { h C.handle_t; n *C.node; list []C.item }; func g(h C.handle_t) (C.rv, error) { return 0, nil }`,
		"conversion":      `func f(n int) { h := C.handle_t(n); h++; C.use(h, (*C.char)(nil), C.uint(n)) }`,
		"compare":         `func f(rv C.CK_RV) bool { switch rv { case C.CKR_OK: return true }; return rv == C.CKR_ARGUMENTS_BAD }`,
		"variable":        `func f() { C.counter = 3; p := &C.counter; _ = *p }`,
		"sizeof":          `func f() int { return int(C.sizeof_thing) * 2 }`,
		"struct variable": `func f() { var s C.struct_point; C.init(&s) }`,
		"new":             `func f() *C.node { return new(C.node) }`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, parse := range []makeFile{zmqstub.Parse, viaSource} {
				fset := token.NewFileSet()
				f, err := parse(fset, "p.go", []byte(clientHead+body), zmqstub.Options{})
				if err != nil {
					t.Fatal(err)
				}
				conf := types.Config{Importer: std, Error: func(err error) { t.Error(err) }}
				conf.Check("p", fset, []*ast.File{f}, nil)
			}
		})
	}
}

// TestUntouched: without C and with bodies there is nothing to do.
func TestUntouched(t *testing.T) {
	const src = "package p\n\nfunc f() { var C struct{ x int }; _ = C.x }\n"
	out, err := zmqstub.Source("p.go", []byte(src), zmqstub.Options{})
	if err != nil || string(out) != src {
		t.Errorf("got %q, %v", out, err)
	}
}

// FuzzParse: no file makes it panic, and a file that parses stays one.
func FuzzParse(f *testing.F) {
	f.Add([]byte(clientHead+"func f() (n int) {\n\treturn int(C.f(C.EFSM))\n}"), true)
	f.Add([]byte("package p; import \"C\"; func f() { C.f(C."), false)
	f.Add([]byte("package p; import (\"C\"; \"fmt\"); var x, err = C.f(fmt.Sprint())"), false)
	f.Add([]byte("import \"C\""), true)
	f.Fuzz(func(t *testing.T, src []byte, drop bool) {
		opts := zmqstub.Options{DropBodies: drop}
		_, parseErr := zmqstub.Parse(token.NewFileSet(), "p.go", src, opts)
		out, err := zmqstub.Source("p.go", src, opts)
		if (parseErr == nil) != (err == nil) {
			t.Errorf("Parse: %v, Source: %v", parseErr, err)
		}
		if err == nil {
			if _, err := viaSource(token.NewFileSet(), "p.go", src, opts); err != nil {
				t.Errorf("%v in\n%s", err, out)
			}
		}
	})
}
