// Package reported opens sockets without the limits that their types need.
package reported

import (
	"errors"
	"fmt"
	"log"
	"os"

	zmq "github.com/pebbe/zmq4"
)

// What is asked for depends on what the type does: it receives, it sends, or
// both, and on the transport.

func Pull() error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Bind("tcp://10.0.0.5:5557"); err != nil { // want `^PULL socket is bound to tcp://10\.0\.0\.5:5557 without MAXMSGSIZE, RCVHWM and TCP_KEEPALIVE \(missing-options\)$`
		return err
	}
	_, err = s.Recv(0)
	return err
}

func Push(addr string) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Connect("tcp://" + addr); err != nil { // want `^PUSH socket is connected to tcp://… without SNDHWM, LINGER and TCP_KEEPALIVE `
		log.Fatal(err)
	}
}

func Subscribers() (sub, xsub, xpub *zmq.Socket, err error) {
	if sub, err = zmq.NewSocket(zmq.SUB); err != nil {
		return
	}
	if xsub, err = zmq.NewSocket(zmq.XSUB); err != nil {
		return
	}
	if xpub, err = zmq.NewSocket(zmq.XPUB); err != nil {
		return
	}
	if err = sub.Connect("tcp://feed:5556"); err != nil { // want `^SUB socket is connected to tcp://feed:5556 without MAXMSGSIZE, RCVHWM and TCP_KEEPALIVE `
		return
	}
	if err = xsub.Connect("tcp://feed:5556"); err != nil { // want `^XSUB socket is connected to tcp://feed:5556 without MAXMSGSIZE, RCVHWM and TCP_KEEPALIVE `
		return
	}
	err = xpub.Bind("tcp://eth0:5559") // want `^XPUB socket is bound to tcp://eth0:5559 without MAXMSGSIZE, RCVHWM, SNDHWM, LINGER and TCP_KEEPALIVE `
	return
}

// Heartbeats notice dead peers as keepalive does, and the system's keepalive
// means nothing to other transports than TCP.
func Liveness() error {
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	defer rep.Close()
	pub, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	defer pub.Close()
	if err := rep.SetHeartbeatIvl(heartbeat); err != nil {
		return err
	}
	return errors.Join(
		rep.Bind("tcp://10.0.0.5:5560"),          // want `^REP socket is bound to tcp://10\.0\.0\.5:5560 without MAXMSGSIZE, RCVHWM, SNDHWM and LINGER `
		pub.Bind("epgm://eth0;239.192.1.1:5561"), // want `^PUB socket is bound to epgm://eth0;239\.192\.1\.1:5561 without SNDHWM and LINGER `
	)
}

// Peers on the same machine are trusted with sizes and numbers, but a message
// that they do not take still holds up Term.
func SameMachine(dir string) error {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Connect(fmt.Sprintf("ipc://%s/broker", dir)); err != nil { // want `^DEALER socket is connected to ipc://… without LINGER `
		return err
	}
	return s.Connect("tcp://127.0.0.1:5562") // want `^DEALER socket is connected to tcp://127\.0\.0\.1:5562 without LINGER `
}

// A type that is not known is taken to send and to receive.
func Any(kind zmq.Type) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(kind)
	if err != nil {
		return nil, err
	}
	if err := s.Connect(os.Getenv("PEER")); err != nil { // want `^socket is connected to an endpoint that is not known here without MAXMSGSIZE, RCVHWM, SNDHWM, LINGER and TCP_KEEPALIVE `
		s.Close()
		return nil, err
	}
	return s, nil
}

// One of two types: each option is asked for the type that needs it.
func Pipe(in bool) (*zmq.Socket, error) {
	kind := zmq.PUSH
	if in {
		kind = zmq.PULL
	}
	s, err := zmq.NewSocket(kind)
	if err != nil {
		return nil, err
	}
	if err := s.SetMaxmsgsize(1 << 20); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.5:5563") // want `^(PUSH or PULL|PULL or PUSH) socket is bound to tcp://10\.0\.0\.5:5563 without RCVHWM, SNDHWM, LINGER and TCP_KEEPALIVE `
}

// An endpoint out of the environment may lead anywhere.
func FromEnvironment() {
	s, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		log.Panicln(err)
	}
	addr := os.Getenv("BROKER")
	if addr == "" {
		addr = "ipc:///run/broker.sock"
	}
	if err := s.Connect(addr); err != nil { // want `^REQ socket is connected to an endpoint that is not known here \(possibly ipc:///run/broker\.sock \(fall-back\)\) without MAXMSGSIZE, RCVHWM, SNDHWM, LINGER and TCP_KEEPALIVE `
		log.Panicln(err)
	}
}
