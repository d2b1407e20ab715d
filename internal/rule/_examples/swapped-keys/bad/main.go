package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Send hands jobs to the workers.
func Send(serverKey string, enroll func(publicKey string) error, jobs <-chan string) error {
	secret, public, err := zmq.NewCurveKeypair()
	if err != nil {
		return err
	}
	if err := enroll(public); err != nil {
		return err
	}
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer push.Close()
	if err := errors.Join(
		push.ClientAuthCurve(serverKey, public, secret),
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
