package recvloop

// What functions are called. Code outside the load has no bodies, and its names
// are all that is known of it.

import (
	"go/types"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// words splits a name: NewRateLimiter is new, rate, limiter.
func words(name string) (out []string) {
	start := 0
	runes := []rune(name)
	cutAt := func(i int) {
		if i > start {
			out = append(out, strings.ToLower(string(runes[start:i])))
		}
		start = i
	}
	for i, c := range runes {
		switch {
		case c == '_' || c == '-' || c == '/' || c == '.':
			cutAt(i)
			start = i + 1
		case i == 0 || !unicode.IsUpper(c):
		case !unicode.IsUpper(runes[i-1]), i+1 < len(runes) && unicode.IsLower(runes[i+1]):
			cutAt(i) // the C of isClosed, and the E of HTTPError
		}
	}
	cutAt(len(runes))
	return out
}

// hasWord reports whether a name has one of some words in it.
func hasWord(name string, some ...string) bool {
	return slices.ContainsFunc(words(name), func(w string) bool { return slices.Contains(some, w) })
}

// firstWord reports whether a name begins with one of some words.
func firstWord(name string, some ...string) bool {
	w := words(name)
	return len(w) > 0 && slices.Contains(some, w[0])
}

// speaksOfLimit reports whether a name is that of a limit on a rate.
func speaksOfLimit(name string) bool {
	last := ""
	for _, w := range words(name) {
		switch {
		case w == "limiter", w == "limiters", w == "backpressure", strings.HasPrefix(w, "throttl"), strings.HasPrefix(w, "ratelimit"), strings.HasPrefix(w, "tokenbucket"), strings.HasPrefix(w, "leakybucket"):
			return true
		case last == "rate" && strings.HasPrefix(w, "limit"), (last == "token" || last == "leaky") && w == "bucket":
			return true
		}
		last = w
	}
	return false
}

// callee is how the function that a call runs is called: its package, the type
// that it is a method of, and its name. Of a function value, the name is that of
// the variable or field.
type callee struct{ path, recv, name string }

func calleeOf(c *ssa.CallCommon) (out callee) {
	if c.IsInvoke() {
		if named, ok := types.Unalias(c.Value.Type()).(*types.Named); ok {
			out.recv = named.Obj().Name()
		}
		if pkg := c.Method.Pkg(); pkg != nil {
			out.path = pkg.Path()
		}
		out.name = c.Method.Name()
		return out
	}
	fn := c.StaticCallee()
	if fn == nil {
		return callee{name: valueName(c.Value)}
	}
	if o := fn.Origin(); o != nil {
		fn = o
	}
	out.name = fn.Name()
	if obj, ok := fn.Object().(*types.Func); ok { // also that of a method value
		out.name = obj.Name()
		if r := obj.Signature().Recv(); r != nil {
			out.recv = typeName(r.Type())
		}
		if obj.Pkg() != nil {
			out.path = obj.Pkg().Path()
		}
	}
	return out
}

// typeName is the name of a type, or of what it points to.
func typeName(t types.Type) string {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

func valueName(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.FieldAddr:
			return fieldOf(x).Name()
		case *ssa.Global:
			return x.Name()
		}
	case *ssa.Field:
		return v.X.Type().Underlying().(*types.Struct).Field(v.Field).Name()
	case *ssa.Parameter:
		return v.Name()
	}
	return ""
}

// fieldOf is the field that an address is of.
func fieldOf(a *ssa.FieldAddr) *types.Var {
	return a.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct).Field(a.Field).Origin()
}

// is reports whether a function is one of some of a package, whatever type they
// are methods of.
func (c callee) is(path string, names ...string) bool {
	return c.path == path && slices.Contains(names, c.name)
}

// method reports whether a function is a method of a type, under one of some
// names.
func (c callee) method(path, recv string, names ...string) bool {
	return c.recv == recv && c.is(path, names...)
}

// isLimiter reports whether a function belongs to a limiter of rates, by what
// it, its type or its package is called.
func (c callee) isLimiter() bool {
	return speaksOfLimit(c.recv) || speaksOfLimit(c.name) || speaksOfLimit(path.Base(c.path)) || c.path == "golang.org/x/time/rate"
}

// administers reports whether a method of a limiter only sets it up, or asks
// how it is set up.
func (c callee) administers(sig *types.Signature) bool {
	return firstWord(c.name, "new", "make", "get", "set", "add", "remove", "delete", "reset", "clear", "cleanup", "close", "stop", "start",
		"init", "register", "update", "release", "done", "end", "with", "enable", "disable",
		"log", "print", "report", "record", "inc", "count", "observe", "string") ||
		sig.Params().Len() == 0 && firstWord(c.name, "tokens", "burst", "limit", "rate", "name", "capacity", "available")
}

// waitsForTurn reports whether a function of a limiter waits until it is the
// caller's turn. What it returns then is an error or the time; a function that
// returns something else leaves it to its caller what to do.
func (c callee) waitsForTurn(sig *types.Signature) bool {
	switch {
	case !c.isLimiter(), c.path == "golang.org/x/time/rate" && c.recv != "Limiter", c.administers(sig):
		return false
	case firstWord(c.name, "wait", "acquire", "pace", "block"):
		return true
	case firstWord(c.name, "allow", "try", "check", "is", "should", "can", "verify", "validate"):
		return false
	}
	for v := range sig.Results().Variables() {
		if !sockets.IsError(v.Type()) && !isTime(v.Type()) {
			return false
		}
	}
	return true
}

// decides reports whether a function of a limiter tells its caller whether, or
// when, it is its turn.
func (c callee) decides(sig *types.Signature) bool {
	return c.isLimiter() && (c.path != "golang.org/x/time/rate" || c.recv == "Limiter") &&
		!c.administers(sig) && !c.waitsForTurn(sig) && sig.Results().Len() > 0 && !isLimiterType(sig.Results().At(0).Type())
}

// isLimiterType reports whether a function that returns a t hands a limiter out.
func isLimiterType(t types.Type) bool {
	name := typeName(t)
	return speaksOfLimit(name) || hasWord(name, "bucket")
}

func isTime(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time" && named.Obj().Name() == "Time"
}

// idlePackages do no work of the program's own.
var idlePackages = map[string]bool{
	"fmt": true, "log": true, "log/slog": true, "errors": true, "strings": true, "bytes": true, "strconv": true, "unicode": true,
	"time": true, "sync": true, "sync/atomic": true, "context": true, "runtime": true, "syscall": true,
}

// logs reports whether a function logs.
func (c callee) logs() bool {
	return c.path == "log" || c.path == "log/slog" || firstWord(c.name, "log", "logf", "vlog", "debug", "debugf", "info", "infof", "warn", "warnf",
		"warning", "warningf", "error", "errorf", "trace", "tracef", "print", "println", "printf", "fatal", "panic")
}

// idle reports whether a function does no work: it logs, locks, looks something
// up.
func (c callee) idle() bool {
	return idlePackages[c.path] || c.logs() || firstWord(c.name, "with") ||
		slices.Contains([]string{"string", "err", "done", "load", "store", "add", "lock", "unlock", "rlock", "runlock", "isset", "get", "now", "since"}, strings.ToLower(c.name))
}

// mayEnd reports whether a function may end the program or the goroutine.
func (c callee) mayEnd() bool {
	return hasWord(c.name, "panic", "fatal", "must", "check", "exit", "abort", "assert", "die", "fatalf", "panicf") || hasWord(c.recv, "fatal", "assert")
}

// mayWait reports whether a function may wait: by its name.
func (c callee) mayWait() bool {
	return !firstWord(c.name, "new", "is", "should", "reset", "set", "get", "with") &&
		(hasWord(c.name, "sleep", "backoff", "retry") || firstWord(c.name, "wait", "pause", "delay", "take", "back"))
}
