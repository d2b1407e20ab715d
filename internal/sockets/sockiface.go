package sockets

// Sockets behind interfaces. Programs that want to be tested declare the
// methods of *zmq4.Socket that they use as an interface of their own.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// socketCall is the row of the API that an interface call runs, when every
// value of the receiver is a socket that was made where we could see it.
func (fi *fnInfo) socketCall(common *ssa.CallCommon) *zmqapi.Call {
	if !common.IsInvoke() {
		return nil
	}
	made := fi.load(fi.val(common.Value), nil)
	for _, l := range made {
		if !l.isObject() {
			return nil
		}
	}
	if len(made) == 0 {
		return nil
	}
	return zmqapi.CallOf("Socket", common.Method.Name())
}

// socketMethod is the row of the API that an interface call runs, when nothing
// but a socket can be behind an interface like that: only *zmq4.Socket
// implements it, and it configures or opens.
func (p *Program) socketMethod(common *ssa.CallCommon) *zmqapi.Call {
	if !p.standsForSocket(common.Value.Type()) {
		return nil
	}
	return zmqapi.CallOf("Socket", common.Method.Name())
}

// standsForSocket reports whether an interface has methods that configure or
// open a socket, and *zmq4.Socket has all of them.
func (p *Program) standsForSocket(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	opens := false
	for m := range iface.Methods() {
		_, sets := zmqapi.BySetter(m.Name())
		opens = opens || sets || m.Name() == "Connect" || m.Name() == "Bind"
	}
	if !opens {
		return false
	}
	if p.socketType == nil {
		p.socketType = p.findSocketType()
	}
	return p.socketType != nil && types.Implements(p.socketType, iface)
}

// findSocketType is *zmq4.Socket as the load imports it.
func (p *Program) findSocketType() types.Type {
	for _, u := range p.units {
		for _, imp := range u.Pkg.Imports() {
			if tn, ok := imp.Scope().Lookup("Socket").(*types.TypeName); ok && zmqapi.IsZMQ4(imp.Path()) {
				return types.NewPointer(tn.Type())
			}
		}
	}
	return nil
}

// apiOf is the row of the API that a call runs, nil when it runs none.
func (p *Program) apiOf(call ssa.CallInstruction) *zmqapi.Call {
	if s := p.sites[call]; s != nil {
		return s.API
	}
	return api(call.Common().StaticCallee())
}
