package fix

import (
	"go/ast"
	"maps"
	"slices"
)

// owed is what has to be done before the function is left at the place: to
// release what was locked in the lists around it. ok is false when something is
// to be done at the end of the function that only the end does.
func (p *Place) owed() (unlock string, ok bool) {
	for i, n := range p.path[1:] {
		list := listOf(n)
		at := slices.IndexFunc(list, func(s ast.Stmt) bool { return ast.Node(s) == p.path[i] })
		if at < 0 {
			if n == p.Func {
				break
			}
			continue
		}
		held := map[string]string{}
		for _, s := range list[:at] {
			switch recv, method := p.simpleCall(s); method {
			case "Lock":
				held[recv] = recv + ".Unlock()\n"
			case "RLock":
				held[recv] = recv + ".RUnlock()\n"
			case "Unlock", "RUnlock":
				delete(held, recv)
			}
		}
		for _, recv := range slices.Sorted(maps.Keys(held)) {
			unlock += held[recv]
		}
		for _, s := range list[at:] {
			if _, method := p.simpleCall(s); method == "Done" && !isDefer(s) {
				return "", false // of a sync.WaitGroup
			}
		}
	}
	return unlock, true
}

// simpleCall is the method that a statement, deferred or not, calls without
// arguments, and what it calls it on.
func (p *Place) simpleCall(s ast.Stmt) (recv, method string) {
	var call *ast.CallExpr
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, _ = s.X.(*ast.CallExpr)
	case *ast.DeferStmt:
		call = s.Call
	}
	if call == nil || len(call.Args) > 0 {
		return "", ""
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		return p.Text(sel.X), sel.Sel.Name
	}
	return "", ""
}
