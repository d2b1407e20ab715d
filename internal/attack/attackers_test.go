//go:build libzmq && cgo && unix

package attack

// Attackers in processes of their own. They have sockets of zmq4 that keep to no
// limits, and the key that they are given. They say when they are done, and stay
// until they are told to go.

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// attackers do what they do n times, with so many bytes.
var attackers = map[string]struct {
	socket zmq4.Type
	do     func(z *zmq4.Socket, n, size int)
}{
	// One message of many frames.
	"frames": {zmq4.PUSH, func(z *zmq4.Socket, n, size int) {
		frame := make([]byte, size)
		for range n - 1 {
			try(z.SendBytes(frame, zmq4.SNDMORE))
		}
		try(z.SendBytes(frame, 0))
	}},
	// Many messages.
	"flood": {zmq4.PUSH, func(z *zmq4.Socket, n, size int) {
		message := make([]byte, size)
		for range n {
			try(z.SendBytes(message, 0))
		}
	}},
	// Many subscriptions.
	"subscribe": {zmq4.SUB, func(z *zmq4.Socket, n, size int) {
		for i := range n {
			must(z.SetSubscribe(fmt.Sprintf("%-*d", size, i)))
		}
	}},
	// Does not read what it subscribed to.
	"deaf-sub": {zmq4.SUB, func(z *zmq4.Socket, _, _ int) { must(z.SetSubscribe("")) }},
	// Does not read what it is sent.
	"deaf-pull": {zmq4.PULL, func(*zmq4.Socket, int, int) {}},
}

const (
	serverVar = "ATTACK_SERVER_KEY"
	publicVar = "ATTACK_PUBLIC_KEY"
	secretVar = "ATTACK_SECRET_KEY"
)

// attacker is the process.
type attacker struct {
	in   io.WriteCloser
	done chan struct{}
}

// attack starts an attacker with the key of somebody, if there are keys.
func (s *stage) attack(kind, endpoint string, who certs.Certificate, n, size int) *attacker {
	cmd := exec.Command(os.Args[0], "-attacker="+kind, endpoint, strconv.Itoa(n), strconv.Itoa(size))
	cmd.Stderr = os.Stderr
	if s.safe && !who.Secret.IsZero() {
		cmd.Env = append(os.Environ(),
			serverVar+"="+s.server.Public.Z85(), publicVar+"="+who.Public.Z85(), secretVar+"="+who.Secret.Z85())
	}
	a := &attacker{in: try(cmd.StdinPipe()), done: make(chan struct{})}
	out := bufio.NewReader(try(cmd.StdoutPipe()))
	must(cmd.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if _, err := out.ReadString('\n'); err == nil {
			close(a.done)
		}
		_ = cmd.Wait() // killed, if it was not done
	}()
	s.after(func() {
		a.in.Close()
		<-ended
	})
	return a
}

// wait waits until the attacker has done it.
func (a *attacker) wait() {
	select {
	case <-a.done:
	case <-time.After(2 * patience):
		fatal(errors.New("the attacker does not get on"))
	}
}

func beAttacker(kind string, args []string) {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	a, ok := attackers[kind]
	if !ok || len(args) != 3 {
		fatal(fmt.Errorf("no attacker %s %q", kind, args))
	}
	var server certs.PublicKey
	var who certs.Certificate
	if os.Getenv(secretVar) != "" {
		who = try(certs.FromEnv(publicVar, secretVar))
		server = try(certs.ParsePublic(os.Getenv(serverVar)))
	}
	z := connect(a.socket, args[0], server, who)
	a.do(z, try(strconv.Atoi(args[1])), try(strconv.Atoi(args[2])))
	fmt.Println("done")
	select {}
}
