package example

import (
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Send hands jobs to the workers.
func Send(jobs <-chan string) error {
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer push.Close()
	if err := push.SetLinger(time.Second); err != nil {
		return err
	}
	if err := push.Connect("ipc:///run/example/jobs.sock"); err != nil {
		return err
	}
	for job := range jobs {
		if _, err := push.Send(job, 0); err != nil {
			return err
		}
	}
	return nil
}
