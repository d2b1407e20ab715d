// Package reported uses addresses that are routed on the internet.
package reported

import (
	"fmt"
	"net"

	zmq "github.com/pebbe/zmq4"
)

const upstream = "8.8.8.8"

// Relay forwards between two addresses of a hosting company.
type Relay struct{ in, out *zmq.Socket }

func NewRelay(ctx *zmq.Context, port int) (r *Relay, err error) {
	r = &Relay{}
	if r.in, err = ctx.NewSocket(zmq.XSUB); err != nil {
		return nil, err
	}
	if r.out, err = ctx.NewSocket(zmq.XPUB); err != nil {
		return nil, err
	}
	if err = r.in.Connect(fmt.Sprintf("tcp://%s:%d", upstream, port)); err != nil { // want `^XSUB socket is connected to a public address: tcp://8\.8\.8\.8:… \(public-endpoint\)$`
		return nil, err
	}
	return r, r.out.Bind("tcp://" + net.JoinHostPort("2a00:1450:4001:81b::200e", "5556")) // want `^XPUB socket is bound to a public address: tcp://\[2a00:1450:4001:81b::200e\]:5556 `
}

// Peers of a network that somebody else runs.
var peers = map[string]string{
	"frankfurt": "tcp://93.184.216.34:5557",
	"office":    "tcp://10.1.2.3:5557",
}

func Join() error {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return err
	}
	for name, endpoint := range peers {
		if err := s.Connect(endpoint); err != nil { // want `^DEALER socket is connected to a public address: tcp://93\.184\.216\.34:5557 `
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// The source address of a connect says nothing about where it leads.
func Source() error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	return s.Connect("tcp://10.0.0.9:0;1.1.1.1:5558") // want `^SUB socket is connected to a public address: tcp://10\.0\.0\.9:0;1\.1\.1\.1:5558 `
}
