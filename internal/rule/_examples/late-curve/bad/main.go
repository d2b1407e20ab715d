package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Keys are Z85 keys, read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Send hands jobs to the workers.
func Send(k Keys, jobs <-chan string) error {
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer push.Close()
	if err := errors.Join(
		push.SetLinger(time.Second),
		push.SetSndhwm(1000),
		push.SetTcpKeepalive(1),
	); err != nil {
		return err
	}
	if err := push.Connect("tcp://jobs.example.net:5555"); err != nil {
		return err
	}
	if err := push.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return err
	}
	for job := range jobs {
		if _, err := push.Send(job, 0); err != nil {
			return err
		}
	}
	return nil
}
