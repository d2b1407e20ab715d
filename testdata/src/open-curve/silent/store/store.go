// Package store takes keys from places that cannot be followed.
package store

import (
	"bufio"
	"os"
	"strings"

	zmq "github.com/pebbe/zmq4"
)

// Load adds what a file lists; one of the lines may be anything.
func Load(domain, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if key := strings.TrimSpace(lines.Text()); key != "" {
			zmq.AuthCurveAdd(domain, key)
		}
	}
	return lines.Err()
}

type Server struct{ rep *zmq.Socket }

func New(file, secret string) (*Server, error) {
	if err := zmq.AuthStart(); err != nil {
		return nil, err
	}
	if err := Load("rpc", file); err != nil {
		return nil, err
	}
	zmq.AuthCurveAdd("public", zmq.CURVE_ALLOW_ANY) // another domain
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := rep.ServerAuthCurve("rpc", secret); err != nil {
		return nil, err
	}
	return &Server{rep}, rep.Bind("tcp://*:5555")
}

// Open is for everyone on this host only.
func Open(secret string) error {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	if err := s.ServerAuthCurve("public", secret); err != nil {
		return err
	}
	return s.Bind("tcp://127.0.0.1:5556")
}
