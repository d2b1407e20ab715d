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
		// The workers know this client by its key.
		push.ClientAuthCurve(k.Server, k.Public, k.Secret),
		// At exit a second is enough to hand over what is queued.
		push.SetLinger(time.Second),
		// 1000 jobs of 2 kB: at most 2 MB for each worker.
		push.SetSndhwm(1000),
		// The firewall between the segments forgets idle connections.
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
