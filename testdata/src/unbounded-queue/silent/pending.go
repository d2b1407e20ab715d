package silent

import "time"

type request struct{ sent time.Time }

type result struct {
	id   string
	took time.Duration
}

// Pending keeps one result for each request of its own.
func Pending(requests map[string]*request) (results []result) {
	s := dial()
	for {
		id, err := s.Recv(0)
		if err != nil {
			return results
		}
		if r, ok := requests[id]; ok {
			delete(requests, id)
			results = append(results, result{id, time.Since(r.sent)})
		}
	}
}
