package reported

import (
	"sync"
	"time"
)

type entry struct {
	at   time.Time
	data string
}

type cache struct {
	mu      sync.Mutex
	entries map[string]entry
}

// Serve keeps the answer to each question that was ever asked.
func (c *cache) Serve() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		c.mu.Lock()
		c.entries[m[0]] = entry{time.Now(), m[1]} // want `each message is stored in a map`
		c.mu.Unlock()
	}
}

// prune is called by nobody whom time wakes.
func (c *cache) prune() {
	for k, e := range c.entries {
		if time.Since(e.at) > time.Hour {
			delete(c.entries, k)
		}
	}
}
