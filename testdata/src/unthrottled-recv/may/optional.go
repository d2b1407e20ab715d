package may

import (
	"context"

	"golang.org/x/time/rate"
)

type Server struct{ limiter *rate.Limiter }

// Serve has a limiter when its configuration has one.
func (x *Server) Serve(ctx context.Context) {
	s := bound()
	for { // want `not every way through this loop meets the limit at line \d+; `
		if x.limiter != nil {
			if err := x.limiter.Wait(ctx); err != nil {
				return
			}
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}
