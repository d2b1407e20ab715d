package silent

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

// Serve keeps each answer for an hour.
func (c *cache) Serve() {
	s := dial()
	go c.expire()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		c.mu.Lock()
		c.entries[m[0]] = entry{time.Now(), m[1]}
		c.mu.Unlock()
	}
}

func (c *cache) expire() {
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	for range t.C {
		c.prune()
	}
}

func (c *cache) prune() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, e := range c.entries {
		if time.Since(e.at) > time.Hour {
			delete(c.entries, k)
		}
	}
}
