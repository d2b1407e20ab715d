package example

import (
	"errors"
	"sync"

	zmq "github.com/pebbe/zmq4"
)

// Keys are Z85 keys, read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Backlog holds the jobs that wait for a worker.
type Backlog struct {
	mu   sync.Mutex
	jobs []string
}

// Fill takes jobs until the context is terminated.
func (b *Backlog) Fill(k Keys) error {
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
		b.mu.Lock()
		b.jobs = append(b.jobs, job)
		b.mu.Unlock()
	}
}
