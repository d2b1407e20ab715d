package sockets

// withLoopbackAsNetwork is the result with endpoints on this machine counted as
// the network, as the configuration can ask for: where several users or
// containers share it, the loopback interface is one. It is a copy, because
// other packages may share the uses and be configured otherwise.
func (r *Result) withLoopbackAsNetwork() *Result {
	w := widener{}
	out := *r
	out.Opens = copies(r.Opens, func(o *Opening) {
		o.Endpoint.Reach = o.Endpoint.Reach.widened()
		o.Contexts = w.all(o.Contexts)
	})
	out.Settings = copies(r.Settings, func(s *Setting) { s.Contexts = w.all(s.Contexts) })
	out.Closes = copies(r.Closes, func(c *Closing) { c.Contexts = w.all(c.Contexts) })
	out.Loops = copies(r.Loops, func(l *Loop) {
		l.Receives = copies(l.Receives, func(r *Receive) { r.Sockets = w.all(r.Sockets) })
	})
	return &out
}

// widener has the copy of each use, so that what was one stays one.
type widener map[*Use]*Use

func (w widener) all(uses []*Use) []*Use {
	out := make([]*Use, len(uses))
	for i, u := range uses {
		if w[u] == nil {
			wide := *u
			wide.Endpoint.Reach, wide.Bound.Reach = u.Endpoint.Reach.widened(), u.Bound.Reach.widened()
			wide.Reach = u.Reach.widened()
			w[u] = &wide
		}
		out[i] = w[u]
	}
	return out
}

func (r Reach) widened() Reach {
	if r&Loopback == 0 {
		return r
	}
	return r&^Loopback | Network
}

func copies[T any](list []*T, change func(*T)) []*T {
	out := make([]*T, len(list))
	for i, p := range list {
		c := *p
		change(&c)
		out[i] = &c
	}
	return out
}
