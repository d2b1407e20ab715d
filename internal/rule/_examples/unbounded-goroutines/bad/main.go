package example

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// Keys are Z85 keys, read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Work handles jobs until the context is terminated.
func Work(k Keys, handle func(string)) error {
	pull, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	defer pull.Close()
	if err := errors.Join(
		pull.ClientAuthCurve(k.Server, k.Public, k.Secret),
		pull.SetMaxmsgsize(1<<20),
		pull.SetRcvhwm(100),
		pull.SetTcpKeepalive(1),
	); err != nil {
		return err
	}
	if err := pull.Connect("tcp://jobs.example.net:5555"); err != nil {
		return err
	}
	for {
		job, err := pull.Recv(0)
		if err != nil {
			return err
		}
		go handle(job)
	}
}
