// Package reported opens sockets to the network that nothing protects.
package reported

import (
	"fmt"
	"net"
	"strconv"

	zmq "github.com/pebbe/zmq4"
)

// Config comes from a file.
type Config struct {
	Host  string `yaml:"host" default:"0.0.0.0"`
	Port  int    `yaml:"port" default:"5555"`
	Peers []string
}

// Server has its socket in a field: made in New, opened in Start.
type Server struct {
	cfg  Config
	sock *zmq.Socket
}

func New(cfg Config) (*Server, error) {
	sock, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := sock.SetRouterMandatory(1); err != nil {
		sock.Close()
		return nil, err
	}
	return &Server{cfg: cfg, sock: sock}, nil
}

func (s *Server) Start() error {
	return s.sock.Bind("tcp://" + net.JoinHostPort(s.cfg.Host, strconv.Itoa(s.cfg.Port))) // want `^ROUTER socket is bound to tcp://0\.0\.0\.0:… \(default in a struct tag\).* without CURVE: messages travel in clear and anyone who reaches it is let in \(no-curve\)$`
}

// Peers connects one socket to a list.
func (s *Server) Peers() (*zmq.Socket, error) {
	dealer, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, fmt.Errorf("peers: %w", err)
	}
	for _, p := range s.cfg.Peers {
		if err := dealer.Connect(p); err != nil { // want `^DEALER socket is connected to an endpoint that is not known here without CURVE: .* \(no-curve\)$`
			return nil, fmt.Errorf("peer %s: %w", p, err)
		}
	}
	return dealer, nil
}

// Publisher embeds its socket.
type Publisher struct {
	*zmq.Socket
	topic string
}

func NewPublisher(topic string, port uint16) (_ *Publisher, err error) {
	p := &Publisher{topic: topic}
	if p.Socket, err = zmq.NewSocket(zmq.PUB); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if err = p.SetLinger(0); err != nil {
		return nil, err
	}
	if err = p.Bind(fmt.Sprintf("tcp://*:%d", port)); err != nil { // want `^PUB socket is bound to tcp://\*:… without CURVE`
		return nil, err
	}
	return p, nil
}
