package curve

import zmq "github.com/pebbe/zmq4"

// Skipped is in a file that is excluded.
func Skipped() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5555")
}
