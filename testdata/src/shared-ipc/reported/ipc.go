// Package reported puts its sockets where every user of the machine gets.
package reported

import (
	"flag"
	"fmt"
	"os"

	zmq "github.com/pebbe/zmq4"
)

const dir = "/tmp"

// Worker talks to its supervisor.
type Worker struct{ control, data *zmq.Socket }

func NewWorker(id int) (w *Worker, err error) {
	w = new(Worker)
	if w.control, err = zmq.NewSocket(zmq.PAIR); err != nil {
		return nil, err
	}
	if err = w.control.Bind(fmt.Sprintf("ipc://%s/worker-%d.sock", dir, id)); err != nil { // want `^PAIR socket is bound to ipc:///tmp/worker-…, in a directory where every user of the machine can write \(shared-ipc\)$`
		return nil, err
	}
	if w.data, err = zmq.NewSocket(zmq.PUSH); err != nil {
		return nil, err
	}
	return w, w.data.Connect("ipc:///dev/shm/data") // want `^PUSH socket is connected to ipc:///dev/shm/data, in a directory where every user of the machine can write `
}

var socket = flag.String("socket", "ipc:///var/tmp/jobs.sock", "where to listen")

func Listen() error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	endpoint := os.Getenv("JOBS")
	if endpoint == "" {
		endpoint = "ipc:///tmp/jobs"
	}
	if err := s.Bind(endpoint); err != nil { // want `^PULL socket is bound to ipc:///tmp/jobs \(fall-back\), in a directory `
		return err
	}
	return s.Bind(*socket) // want `^PULL socket is bound to ipc:///var/tmp/jobs\.sock \(default of a flag\), in a directory `
}

// Abstract names have no permissions at all.
func Abstract() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("ipc://@supervisor") // want `^REP socket is bound to the abstract name ipc://@supervisor, which has no permissions: every user of the machine can connect to it or take it first `
}

// A name whose end is not known is taken to stay in its directory.
func Named(rule, op string) error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	return s.Connect("ipc:///tmp/" + rule + "_" + op) // want `^PUSH socket is connected to ipc:///tmp/…, in a directory `
}
