// Command secure takes jobs from known clients and runs them, a limited number
// at a time. `secure serve` is the server; `secure submit JOB` a client.
//
// Keys come from files that only the service can read. Everything that can be
// limited is limited before the socket is opened, every error is checked, and
// the server asks each client for its key.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const (
	domain   = "jobs"
	endpoint = "tcp://10.20.0.5:5570"
)

func main() {
	log.SetFlags(0)
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "serve":
		err = serve(run)
	case len(os.Args) == 3 && os.Args[1] == "submit":
		err = submit(os.Args[2])
	default:
		err = errors.New("usage: secure serve | secure submit JOB")
	}
	if err != nil {
		log.Fatal(err)
	}
}

// serve hands jobs to handle, at most ten a second.
func serve(handle func(job string)) error {
	keys, err := readKeys("server.secret", "clients")
	if err != nil {
		return err
	}
	if err := zmq.AuthStart(); err != nil {
		return fmt.Errorf("start authenticator: %w", err)
	}
	defer zmq.AuthStop()
	zmq.AuthCurveAdd(domain, keys.peers...)

	socket, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	defer socket.Close()
	if err := limit(socket); err != nil {
		return err
	}
	if err := socket.ServerAuthCurve(domain, keys.secret); err != nil {
		return err
	}
	if err := socket.Bind(endpoint); err != nil {
		return err
	}
	turn := time.NewTicker(100 * time.Millisecond)
	defer turn.Stop()
	for {
		<-turn.C
		job, err := socket.Recv(0)
		if err != nil {
			return err
		}
		handle(job)
	}
}

func submit(job string) error {
	keys, err := readKeys("client.secret", "server")
	if err != nil {
		return err
	}
	public, err := zmq.AuthCurvePublic(keys.secret)
	if err != nil {
		return err
	}
	defer zmq.Term() // waits until the job is sent, as long as linger allows
	socket, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer socket.Close()
	if err := limit(socket); err != nil {
		return err
	}
	if err := socket.ClientAuthCurve(keys.peers[0], public, keys.secret); err != nil {
		return err
	}
	if err := socket.Connect(endpoint); err != nil {
		return err
	}
	_, err = socket.Send(job, 0)
	return err
}

// limit bounds what peers can make this process keep. Jobs are at most 64 kB,
// so a peer costs 6.4 MB.
func limit(socket *zmq.Socket) error {
	return errors.Join(
		socket.SetMaxmsgsize(64<<10),
		socket.SetRcvhwm(100),
		socket.SetSndhwm(100),
		socket.SetLinger(5*time.Second),
		socket.SetTcpKeepalive(1),
	)
}

func run(job string) { fmt.Println(job) }
