// Package reported sets what libzmq refuses, or what means nothing to the
// socket.
package reported

import (
	"errors"
	"math"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const noLimit = -1

// Refused values: EINVAL, on every run.
func Values(s *zmq.Socket) error {
	return errors.Join(
		s.SetRcvhwm(noLimit),           // want `^SetRcvhwm: libzmq refuses -1 \(EINVAL\); it takes 0 or more \(invalid-option\)$`
		s.SetSndhwm(math.MaxInt32+1),   // want `^SetSndhwm: 2147483648 does not fit into C's int `
		s.SetLinger(-2*time.Second),    // want `^SetLinger: libzmq refuses -2000 ms \(EINVAL\); it takes -1 or more ms `
		s.SetRcvtimeo(30*24*time.Hour), // want `^SetRcvtimeo: 2592000000 ms does not fit into C's int `
		s.SetTcpKeepalive(2),           // want `^SetTcpKeepalive: libzmq refuses 2 \(EINVAL\); it takes -1 to 1 `
		s.SetTcpKeepaliveIdle(-2),      // want `^SetTcpKeepaliveIdle: libzmq refuses -2 \(EINVAL\); `
		s.SetIdentity(""),              // want `^SetIdentity: libzmq refuses 0 bytes \(EINVAL\); it takes 1 to 255 bytes `
		s.SetMulticastHops(0),          // want `^SetMulticastHops: libzmq refuses 0 \(EINVAL\); `
		s.SetHeartbeatTtl(2*time.Hour), // want `^SetHeartbeatTtl: libzmq refuses 7200000 ms \(EINVAL\); `
	)
}

// Settings keep the values of one deployment.
type Settings struct {
	hwm       int
	heartbeat time.Duration
}

var production = Settings{hwm: -100, heartbeat: -time.Second}

func (c *Settings) apply(s *zmq.Socket) error {
	if err := s.SetSndhwm(c.hwm); err != nil { // want `^SetSndhwm: libzmq refuses -100 `
		return err
	}
	return s.SetHeartbeatIvl(c.heartbeat) // want `^SetHeartbeatIvl: libzmq refuses -1000 ms `
}

func Production() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	return s, production.apply(s)
}

// Options of other types of sockets.
func Types() error {
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	sub, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	if err := subscribe(push, sub); err != nil {
		return err
	}
	if err := push.SetSubscribe(""); err != nil { // want `^SUBSCRIBE is for SUB or XPUB sockets, this is a PUSH socket `
		return err
	}
	return sub.SetRouterMandatory(1) // want `^ROUTER_MANDATORY is for ROUTER sockets, this is a SUB socket `
}

func subscribe(others ...*zmq.Socket) error {
	dealer, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return err
	}
	defer dealer.Close()
	if err := dealer.SetReqRelaxed(1); err != nil { // want `^REQ_RELAXED is for REQ sockets, this is a DEALER socket `
		return err
	}
	req, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return err
	}
	if err := req.SetConflate(true); err != nil { // want `^CONFLATE is for .* sockets, this is a REQ socket `
		return err
	}
	xsub, err := zmq.NewSocket(zmq.XSUB)
	if err != nil {
		return err
	}
	return xsub.SetSubscribe("") // want `^SUBSCRIBE is for SUB or XPUB sockets, this is an XSUB socket `
}

// Options of other transports than the ones that the socket opens.
func Local() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(
		s.SetTcpKeepalive(1), // want `^TCP_KEEPALIVE has no effect on inproc and ipc, and the SUB socket opens nothing else `
		s.SetIpv6(true),      // want `^IPV6 has no effect on inproc and ipc, `
		s.SetRate(1000),      // want `^RATE has no effect on inproc and ipc, `
		s.SetMaxmsgsize(4096),
	); err != nil {
		return nil, err
	}
	return s, errors.Join(s.Connect("ipc:///run/feed/prices"), s.Connect("inproc://prices"))
}
