package newlines

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numbers are the lines from 1 to n that are new when each is looked at alone,
// with "cut N" for a cut after line N.
func (l *Lines) numbers(name string, n int) string {
	var out []string
	for i := 1; i <= n; i++ {
		file := filepath.Join(l.root, name)
		if l.New(file, i, i) {
			out = append(out, fmt.Sprint(i))
		} else if l.New(file, i, i+1) && !l.New(file, i+1, i+1) {
			out = append(out, fmt.Sprint("cut ", i))
		}
	}
	return strings.Join(out, " ")
}

func TestFromPatch(t *testing.T) {
	root := t.TempDir()
	for _, test := range []struct{ name, patch, want string }{
		{"lines", "@@ -1,0 +2,2 @@\n+a\n+b\n@@ -5 +7 @@\n-c\n+d\n", "2 3 7"},
		{"cut", "@@ -3,2 +2,0 @@\n-a\n-b\n", "cut 2"},
		{"cut at the start", "@@ -1 +0,0 @@\n-a\n", ""},
		{"context", "@@ -1,4 +1,4 @@\n a\n-b\n+B\n c\n d\n", "2"},
		{"cut in context", "@@ -1,4 +1,3 @@\n a\n b\n-c\n d\n", "cut 2"},
		{"no line end", "@@ -2 +2 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n", "2"},
	} {
		l, err := FromPatch(strings.NewReader("diff --git a/a.go b/a.go\n--- a/a.go\n+++ b/a.go\n"+test.patch), root)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, l.numbers("a.go", 9)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if got := l.numbers("b.go", 9); got != "" {
			t.Errorf("%s: of another file %s", test.name, got)
		}
	}
}

func TestFromPatchFiles(t *testing.T) {
	root := t.TempDir()
	l, err := FromPatch(strings.NewReader(`
diff --git a/new.go b/new.go
new file mode 100644
--- /dev/null
+++ b/new.go
@@ -0,0 +1 @@
+package p
diff --git a/gone.go b/gone.go
deleted file mode 100644
--- a/gone.go
+++ /dev/null
@@ -1 +0,0 @@
-package p
diff --git a/old name.go "b/\"name\".go"
similarity index 90%
rename from old name.go
rename to "\"name\".go"
diff --git a/mode.go b/mode.go
old mode 100644
new mode 100755
diff --git a/part.go b/part.go
--- a/part.go
+++ b/part.go
@@ -1 +1 @@
-a
+b
`), root)
	if err != nil {
		t.Fatal(err)
	}
	whole := *l
	whole.Whole = true
	for _, test := range []struct {
		file       string
		new, whole bool // line 2
	}{
		{"new.go", true, true},
		{"gone.go", false, false},
		{`"name".go`, false, false},
		{"old name.go", false, false},
		{"mode.go", false, false},
		{"part.go", false, true},
		{"sub/go.mod", false, false},
		{"../other.go", true, true}, // outside
	} {
		file := filepath.Join(root, test.file)
		if got := l.New(file, 2, 2); got != test.new {
			t.Errorf("%s: new = %v", test.file, got)
		}
		if got := whole.New(file, 2, 2); got != test.whole {
			t.Errorf("%s: new = %v with whole files", test.file, got)
		}
	}
}

func TestNoPatch(t *testing.T) {
	if _, err := FromPatch(strings.NewReader("diff --git a/a.go b/a.go\n--- a/a.go\n+++ b/a.go\n@@ -1 @@\n"), t.TempDir()); err == nil {
		t.Error("no error")
	}
}
