package reported

import (
	"sync"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const heartbeat = 2 * time.Second

// Server keeps its socket in a field: the constructor makes it, configure sets
// options, Start opens it.
type Server struct {
	mu   sync.Mutex
	sock *zmq.Socket
	cfg  ServerConfig
}

// ServerConfig is read from a file.
type ServerConfig struct {
	Endpoint  string        `yaml:"endpoint"`
	HWM       int           `yaml:"hwm"`
	Linger    time.Duration `yaml:"linger"`
	Keepalive int           `yaml:"keepalive"`
}

func NewServer(cfg ServerConfig) (*Server, error) {
	sock, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	s := &Server{sock: sock, cfg: cfg}
	if err := s.configure(); err != nil {
		sock.Close()
		return nil, err
	}
	return s, nil
}

func (s *Server) configure() error {
	if err := s.sock.SetRcvhwm(s.cfg.HWM); err != nil {
		return err
	}
	if err := s.sock.SetSndhwm(s.cfg.HWM); err != nil {
		return err
	}
	if err := s.sock.SetTcpKeepalive(s.cfg.Keepalive); err != nil {
		return err
	}
	return s.sock.SetLinger(s.cfg.Linger)
}

func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sock.Bind(s.cfg.Endpoint) // want `^ROUTER socket is bound to an endpoint that is not known here without MAXMSGSIZE `
}

// Publisher is a socket with a name.
type Publisher struct {
	*zmq.Socket
	name string
}

func NewPublisher(name string) (*Publisher, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	p := &Publisher{Socket: s, name: name}
	if err := p.SetLinger(0); err != nil {
		return nil, err
	}
	return p, p.Bind("tcp://10.0.0.5:5564") // want `^PUB socket is bound to tcp://10\.0\.0\.5:5564 without SNDHWM and TCP_KEEPALIVE `
}

// Broker opens two sockets of a context of its own, through a helper.
type Broker struct {
	ctx               *zmq.Context
	frontend, backend *zmq.Socket
}

func NewBroker() (b *Broker, err error) {
	b = new(Broker)
	if b.ctx, err = zmq.NewContext(); err != nil {
		return nil, err
	}
	if b.frontend, err = b.ctx.NewSocket(zmq.ROUTER); err != nil {
		return nil, err
	}
	if b.backend, err = b.ctx.NewSocket(zmq.DEALER); err != nil {
		return nil, err
	}
	for _, s := range []*zmq.Socket{b.frontend, b.backend} {
		if err = limit(s); err != nil {
			return nil, err
		}
	}
	if err = b.frontend.Bind("tcp://10.0.0.5:5565"); err != nil { // want `^ROUTER socket is bound to tcp://10\.0\.0\.5:5565 without TCP_KEEPALIVE `
		return nil, err
	}
	err = b.backend.Bind("tcp://10.0.0.5:5566") // want `^DEALER socket is bound to tcp://10\.0\.0\.5:5566 without TCP_KEEPALIVE `
	return b, err
}

func limit(s *zmq.Socket) error {
	if err := s.SetMaxmsgsize(1 << 20); err != nil {
		return err
	}
	if err := s.SetRcvhwm(500); err != nil {
		return err
	}
	if err := s.SetSndhwm(500); err != nil {
		return err
	}
	return s.SetLinger(time.Second)
}
