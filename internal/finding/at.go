package finding

import (
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// At is a finding at a bind or connect, with the rule's severity.
func At(name string, o *sockets.Opening, may bool, message string) Finding {
	f := AtCall(name, o.Call, message)
	f.May, f.By = may, o.By
	f.Endpoint = o.Endpoint.String()
	if !o.Types.Empty() {
		f.SocketType = o.Types.String()
	}
	return f
}

// AtCall is a finding at any other call of the zmq4 API.
func AtCall(name string, c *sockets.Call, message string) Finding {
	f := Finding{Rule: name, Pos: c.Pos, End: c.End, Message: message, Function: c.Function}
	if r, ok := rule.Lookup(name); ok {
		f.Severity = r.Severity
	}
	return f
}
