// Package silent keeps its sockets in directories with an owner.
package silent

import (
	"os"
	"path/filepath"

	zmq "github.com/pebbe/zmq4"
)

func Bind() error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	private, err := os.MkdirTemp("", "jobs")
	if err != nil {
		return err
	}
	for _, e := range []string{
		"ipc:///run/jobs/in.sock",
		"ipc:///tmp/jobs-private/in.sock", // its own permissions decide
		"ipc:///tmpfs/in.sock",
		"ipc://" + filepath.Join(private, "in.sock"),
		"ipc://" + os.Getenv("XDG_RUNTIME_DIR") + "/in.sock",
		"ipc://jobs.sock",
		"ipc://*",
		"inproc:///tmp/in.sock",
		"tcp://127.0.0.1:5555",
	} {
		if err := s.Bind(e); err != nil {
			return err
		}
	}
	return nil
}
