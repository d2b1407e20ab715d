package reported

type service struct{ requests []string }

// Broker keeps the requests of each service that it knows until a worker comes.
func Broker(services map[string]*service) {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		svc, ok := services[m[0]]
		if !ok {
			continue
		}
		svc.requests = append(svc.requests, m[1]) // want `each message is appended to a slice that outlives the turn`
	}
}
