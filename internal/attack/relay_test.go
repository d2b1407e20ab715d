//go:build libzmq && cgo && unix

package attack

import (
	"io"
	"net"
	"strings"
	"sync"
)

// relay sits between a client and a service, as somebody on the network does.
type relay struct {
	l  net.Listener
	to string
	// change is given what passes, and what it returns is passed on; nil is
	// nothing.
	change func([]byte) []byte

	mu    sync.Mutex
	seen  []byte
	pairs []*link
}

// link is one connection through the relay.
type link struct {
	client, service net.Conn
	frozen          chan struct{}
	once            sync.Once
}

// newRelay makes one that passes on what comes to it, and keeps a copy.
func (s *stage) newRelay(service string, change func([]byte) []byte) *relay {
	r := &relay{l: try(net.Listen("tcp", "127.0.0.1:0")), to: strings.TrimPrefix(service, "tcp://"), change: change}
	s.after(r.close)
	go r.accept()
	return r
}

func (r *relay) Endpoint() string { return "tcp://" + r.l.Addr().String() }

func (r *relay) accept() {
	for {
		c, err := r.l.Accept()
		if err != nil {
			return
		}
		d, err := net.Dial("tcp", r.to)
		if err != nil {
			c.Close()
			continue
		}
		l := &link{client: c, service: d, frozen: make(chan struct{})}
		r.mu.Lock()
		r.pairs = append(r.pairs, l)
		r.mu.Unlock()
		go r.pass(l, c, d)
		go r.pass(l, d, c)
	}
}

func (r *relay) pass(l *link, from, to net.Conn) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			break
		}
		data := buffer[:n]
		r.mu.Lock()
		r.seen = append(r.seen, data...)
		r.mu.Unlock()
		select {
		case <-l.frozen:
			// Read on, so that neither side notices.
			_, _ = io.Copy(io.Discard, from)
			return
		default:
		}
		if r.change != nil {
			data = r.change(data)
		}
		if _, err := to.Write(data); err != nil {
			break
		}
	}
	from.Close()
	to.Close()
}

// captured is all that has passed.
func (r *relay) captured() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]byte(nil), r.seen...)
}

// freeze stops to pass anything on in the connections that there are. They stay
// open, as those of a machine do that has lost its power.
func (r *relay) freeze() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.pairs {
		l.once.Do(func() { close(l.frozen) })
	}
}

func (r *relay) close() {
	r.l.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.pairs {
		l.client.Close()
		l.service.Close()
	}
}
