package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Send hands jobs to the workers.
func Send(user, password string, jobs <-chan string) error {
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer push.Close()
	if err := errors.Join(
		push.ClientAuthPlain(user, password),
		push.SetLinger(time.Second),
		push.SetSndhwm(1000),
		push.SetTcpKeepalive(1),
	); err != nil {
		return err
	}
	if err := push.Connect("tcp://jobs.example.net:5555"); err != nil {
		return err
	}
	for job := range jobs {
		if _, err := push.Send(job, 0); err != nil {
			return err
		}
	}
	return nil
}
