package tested

import zmq "github.com/pebbe/zmq4"

// The initializers of tests are not part of the package.
var (
	inTests    = open("tcp://127.0.0.1:5555")
	first, err = zmq.NewSocket(inTests)
)

type helper struct{ s *zmq.Socket }

func (h helper) Serve() error { return Serve() }

var helpers = []interface{ Serve() error }{helper{first}}

func open(endpoint string) zmq.Type {
	address = endpoint
	return zmq.REQ
}
