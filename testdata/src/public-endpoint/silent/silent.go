// Package silent stays in networks that are not routed on the internet, or
// does not say where it goes.
package silent

import (
	"fmt"
	"os"

	zmq "github.com/pebbe/zmq4"
)

func Connects() error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	for _, e := range []string{
		"tcp://10.20.30.40:5555",
		"tcp://172.31.255.255:5555",
		"tcp://192.168.1.1:5555",
		"tcp://169.254.10.10:5555",
		"tcp://100.64.0.1:5555",     // shared address space of providers
		"tcp://203.0.113.7:5555",    // documentation
		"tcp://[fe80::1%eth0]:5555", // link-local
		"tcp://[fd00::1]:5555",
		"tcp://[2001:db8::1]:5555",
		"tcp://[::ffff:10.0.0.1]:5555",
		"tcp://127.0.0.1:5555",
		"tcp://feed.example.com:5555",
		"epgm://10.0.0.9;239.192.1.1:5555",
		"tcp://8.8.8.8.example.com:5555",
		"ipc://8.8.8.8:5555",
		"inproc://8.8.8.8:5555",
		"tcp://1.1.1.1:0;10.0.0.9:5555", // from a public address to a private one
	} {
		if err := s.Connect(e); err != nil {
			return err
		}
	}
	return s.Connect(fmt.Sprintf("tcp://8.8.%s:5555", os.Getenv("NET")))
}
