// Package unsupported reaches public addresses that are not literals here.
package unsupported

import (
	"net"

	zmq "github.com/pebbe/zmq4"
)

// An address that is made of bytes.
func Bytes() error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	return s.Connect("tcp://" + net.IPv4(8, 8, 8, 8).String() + ":5555")
}
