package sockets

// loopbackIsNetwork makes endpoints on this machine count as the network, as
// the configuration can ask for: where several users or containers share it,
// the loopback interface is one.
func (r *Result) loopbackIsNetwork() {
	for _, o := range r.Opens {
		o.Endpoint.Reach = o.Endpoint.Reach.widened()
		widen(o.Contexts)
	}
	for _, s := range r.Settings {
		widen(s.Contexts)
	}
	for _, c := range r.Closes {
		widen(c.Contexts)
	}
}

func widen(uses []*Use) {
	for _, u := range uses {
		u.Endpoint.Reach = u.Endpoint.Reach.widened()
		u.Reach = u.Reach.widened()
	}
}

func (r Reach) widened() Reach {
	if r&Loopback == 0 {
		return r
	}
	return r&^Loopback | Network
}
