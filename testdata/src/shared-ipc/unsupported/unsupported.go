// Package unsupported uses shared directories that have no name here.
package unsupported

import (
	"os"
	"path/filepath"

	zmq "github.com/pebbe/zmq4"
)

// TempDir is /tmp on most machines, and what TMPDIR says on others.
func TempDir() error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	return s.Bind("ipc://" + filepath.Join(os.TempDir(), "jobs.sock"))
}
