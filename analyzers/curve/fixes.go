package curve

import (
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// checked has the error of a call looked at. That of AuthStart says also that the
// authenticator runs already, which is for whoever may start it again to judge:
// it is handled in main only.
func (c *checker) checked(call *sockets.Call) *finding.Fix {
	if call.Expr == nil {
		return nil
	}
	about := "set up CURVE"
	switch {
	case call.Name == "AuthStart":
		about = "start the authenticator"
		if p := fix.At(c.pass, call.Expr); p == nil || !p.BeginsProgram() {
			return nil
		}
	case len(call.PublicKeyResults) > 0:
		about = "make a pair of CURVE keys"
	case call.Kind == zmqapi.KindSetOption:
		about = "set " + call.Option.String()
	}
	edits, ok := fix.Check(c.pass, call.Expr, about)
	if !ok {
		return nil
	}
	return &finding.Fix{Message: "handle the error of " + call.Name, Edits: edits}
}
