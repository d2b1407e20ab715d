package zmqsafe

// Options of libzmq, set and read back. The getters matter: a setter of zmq4
// cuts durations down and some options take any value, so what was asked for and
// what holds are compared.

import (
	"errors"
	"fmt"
	"time"

	"github.com/pebbe/zmq4"
)

// curveOverhead is what CURVE adds to each frame (RFC 26: 16 bytes of box, 8 of
// command name, 8 of nonce, 1 of flags).
const curveOverhead = 33

// Harden sets the limits on a socket of zmq4 that the program keeps itself. It
// has to come before Bind and Connect: most options act on later ones only.
//
// It does what options of libzmq can do: MaxFrames, MaxMessage and Networks are
// kept by [Listen], [Dial] and the sockets that they return. It sets no
// mechanism, and leaves ZMQ_RCVTIMEO alone. The error names the options that did
// not take; then the socket is not fit to be opened.
func Harden(s *zmq4.Socket, o Options) error {
	o, err := o.withDefaults()
	if err != nil {
		return fmt.Errorf("zmqsafe: options: %w", err)
	}
	if err := harden(s, o); err != nil {
		return fmt.Errorf("zmqsafe: %w", err)
	}
	return nil
}

// harden takes options that have their defaults.
func harden(s *zmq4.Socket, o Options) error {
	return errors.Join(
		took("MAXMSGSIZE", s.SetMaxmsgsize(o.MaxMsgSize+curveOverhead), s.GetMaxmsgsize, o.MaxMsgSize+curveOverhead),
		took("SNDHWM", s.SetSndhwm(o.SndHWM), s.GetSndhwm, o.SndHWM),
		took("RCVHWM", s.SetRcvhwm(o.RcvHWM), s.GetRcvhwm, o.RcvHWM),
		took("LINGER", s.SetLinger(o.Linger), s.GetLinger, o.Linger),
		took("SNDTIMEO", s.SetSndtimeo(o.SendTimeout), s.GetSndtimeo, o.SendTimeout),
		took("HANDSHAKE_IVL", s.SetHandshakeIvl(o.HandshakeInterval), s.GetHandshakeIvl, o.HandshakeInterval),
		heartbeats(s, o),
		took("TCP_KEEPALIVE", s.SetTcpKeepalive(1), s.GetTcpKeepalive, 1),
		took("TCP_KEEPALIVE_IDLE", s.SetTcpKeepaliveIdle(seconds(o.KeepAliveIdle)), s.GetTcpKeepaliveIdle, seconds(o.KeepAliveIdle)),
		took("TCP_KEEPALIVE_INTVL", s.SetTcpKeepaliveIntvl(seconds(o.KeepAliveInterval)), s.GetTcpKeepaliveIntvl, seconds(o.KeepAliveInterval)),
		took("TCP_KEEPALIVE_CNT", s.SetTcpKeepaliveCnt(o.KeepAliveCount), s.GetTcpKeepaliveCnt, o.KeepAliveCount),
		took("RECONNECT_IVL", s.SetReconnectIvl(o.ReconnectInterval), s.GetReconnectIvl, o.ReconnectInterval),
		took("RECONNECT_IVL_MAX", s.SetReconnectIvlMax(o.ReconnectMax), s.GetReconnectIvlMax, o.ReconnectMax),
	)
}

// heartbeats asks the peers of a socket that drops messages rather than let them
// wait. A socket whose queues are full reads nothing, the answers of its peers
// included: one that holds its peers back would end its own connections, and
// lose what is on the way. TCP keepalive has to do there.
func heartbeats(s *zmq4.Socket, o Options) error {
	t, err := s.GetType()
	if err != nil {
		return fmt.Errorf("read TYPE: %w", err)
	}
	switch t {
	case zmq4.PUB, zmq4.SUB, zmq4.XPUB, zmq4.XSUB:
		return errors.Join(
			did("HEARTBEAT_IVL", s.SetHeartbeatIvl(o.HeartbeatInterval)),
			did("HEARTBEAT_TIMEOUT", s.SetHeartbeatTimeout(o.HeartbeatTimeout)),
			did("HEARTBEAT_TTL", s.SetHeartbeatTtl(o.HeartbeatTimeout)),
		)
	}
	return nil
}

func seconds(d time.Duration) int { return int(d / time.Second) }

// did gives the error of a setter the name of its option.
func did(name string, err error) error {
	if err != nil {
		return fmt.Errorf("set %s: %w", name, err)
	}
	return nil
}

// took is did for an option that has a getter: what was set has to hold.
func took[T comparable](name string, err error, get func() (T, error), want T) error {
	if err != nil {
		return did(name, err)
	}
	switch got, err := get(); {
	case err != nil:
		return fmt.Errorf("read %s back: %w", name, err)
	case got != want:
		return fmt.Errorf("%s was set to %v and is %v", name, want, got)
	}
	return nil
}

// tookSecret is took for a value that no error may show.
func tookSecret(name string, err error, get func() (string, error), want string) error {
	same := func() (bool, error) {
		got, err := get()
		return got == want, err
	}
	return took(name+" as asked", err, same, true)
}
