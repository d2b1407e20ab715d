package silent

import (
	"fmt"

	zmq "github.com/pebbe/zmq4"
)

var shared = 0

// What a loop or a scanner makes of a 0 is not known.
func Grown(s *zmq.Socket, peers []string, text string) error {
	n := 0
	for range peers {
		n += 100
	}
	if err := s.SetSndhwm(n); err != nil {
		return err
	}
	read := 0
	if _, err := fmt.Sscan(text, &read, &shared); err != nil {
		return err
	}
	if err := s.SetRcvhwm(read); err != nil {
		return err
	}
	return s.SetTcpKeepalive(shared)
}
