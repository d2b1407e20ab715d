// Package silent binds to one interface, or to something that looks like all.
package silent

import (
	"flag"
	"fmt"
	"os"

	zmq "github.com/pebbe/zmq4"
)

var listen = flag.String("listen", "tcp://127.0.0.1:5555", "endpoint; tcp://*:5555 for every interface")

// Config has the address in its documentation only.
type Config struct {
	Endpoint string `yaml:"endpoint" default:"tcp://127.0.0.1:5556" usage:"tcp://*:5556 to listen everywhere"`
}

func Binds(c *Config, host string) error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	for _, e := range []string{
		*listen,
		c.Endpoint,
		"tcp://eth0:5557",
		"tcp://192.168.10.5:*",
		"tcp://[::1]:5558",
		"ipc://*",
		"inproc://*:5559",
		"epgm://eth0;239.192.1.1:5560",
		os.Getenv("ENDPOINT"),
	} {
		if err := s.Bind(e); err != nil {
			return err
		}
	}
	return s.Bind(fmt.Sprintf("tcp://%s:5561", host))
}

// A connect has no wildcard: the part before the semicolon is the source.
func Connects() error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	if err := s.Connect("tcp://0.0.0.0:5562"); err != nil {
		return err
	}
	return s.Connect("tcp://*:0;10.0.0.9:5563")
}

// The wildcard goes to another function than the bind.
func Logged(endpoint string) error {
	fmt.Println("listening on", endpoint, "and not on", "tcp://*:5564")
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://10.0.0.5:5564")
}
