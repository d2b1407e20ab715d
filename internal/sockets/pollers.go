package sockets

// A Poller is a container of sockets: Add puts one in, and the list that Poll
// returns has them in the Socket fields of its elements. The poller and the
// list have one name, so that what was added is found in what was polled.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// addToPoller stores the socket that call adds.
func (fi *fnInfo) addToPoller(call ssa.CallInstruction) bool {
	args := call.Common().Args
	polled, field := polledSocket(args[0].Type())
	if field == nil || len(args) < 2 {
		return false
	}
	items := fi.children(fi.val(args[0]), elem, types.NewPointer(polled))
	return fi.store(fi.children(items, field, types.NewPointer(field.Type())), args[1], call)
}

// polledSocket is zmq4's Polled and its field Socket, given the type of a
// Poller.
func polledSocket(poller types.Type) (types.Type, *types.Var) {
	ptr, ok := poller.Underlying().(*types.Pointer)
	if !ok {
		return nil, nil
	}
	named, ok := ptr.Elem().(*types.Named)
	if !ok {
		return nil, nil
	}
	polled := named.Obj().Pkg().Scope().Lookup("Polled")
	if polled == nil {
		return nil, nil
	}
	st, ok := polled.Type().Underlying().(*types.Struct)
	if !ok {
		return nil, nil
	}
	for f := range st.Fields() {
		if f.Name() == "Socket" {
			return polled.Type(), f
		}
	}
	return nil, nil
}

// isPolled reports whether f is that field.
func isPolled(f *types.Var) bool {
	return f != nil && f.Name() == "Socket" && f.Pkg() != nil && zmqapi.IsZMQ4(f.Pkg().Path())
}
