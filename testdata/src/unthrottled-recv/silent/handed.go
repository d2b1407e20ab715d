package silent

import zmq "github.com/pebbe/zmq4"

// Drain is called by other packages, which know what they hand over: the command
// sees them, and reports here when nobody does.
func Drain(s *zmq.Socket, handle func(string)) error {
	for {
		m, err := s.Recv(0)
		if err != nil {
			return err
		}
		handle(m)
	}
}
