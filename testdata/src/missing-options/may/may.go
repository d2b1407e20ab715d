// Package may sets limits on some paths only.
package may

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Config is optional in every part.
type Config struct {
	Endpoint       string        `mapstructure:"endpoint"`
	MaxMessageSize int64         `mapstructure:"max_message_size"`
	Linger         time.Duration `mapstructure:"linger"`
	Keepalive      *bool         `mapstructure:"keepalive"`
}

func Listen(cfg Config) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := s.SetRcvhwm(100); err != nil {
		return nil, err
	}
	if err := s.SetTcpKeepalive(1); err != nil {
		return nil, err
	}
	if cfg.MaxMessageSize > 0 {
		if err := s.SetMaxmsgsize(cfg.MaxMessageSize); err != nil {
			return nil, err
		}
	}
	return s, s.Bind(cfg.Endpoint) // want `^PULL socket may be bound to an endpoint that is not known here without MAXMSGSIZE when cfg\.MaxMessageSize <= 0 \(missing-options\)$`
}

// A default branch counts as one that skips the setters of the others.
func Profile(profile string) error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.SetTcpKeepalive(1); err != nil {
		return err
	}
	switch profile {
	case "fast":
		err = s.SetSndhwm(10)
	case "bulk":
		err = s.SetSndhwm(10000)
	default:
		fmt.Fprintln(os.Stderr, "unknown profile", profile)
	}
	if err != nil {
		return err
	}
	if err := s.SetLinger(time.Second); err != nil {
		return err
	}
	return s.Connect("tcp://sink:5557") // want `^PUSH socket may be connected to tcp://sink:5557 without SNDHWM on some paths `
}

// A helper that gives up early without an error.
func lingerFromEnvironment(s *zmq.Socket) {
	text := os.Getenv("LINGER")
	if text == "" {
		return
	}
	ms, err := strconv.Atoi(text)
	if err != nil {
		fmt.Fprintln(os.Stderr, "LINGER ignored:", err)
		return
	}
	if err := s.SetLinger(time.Duration(ms) * time.Millisecond); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func FromEnvironment() error {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.SetSndhwm(100); err != nil {
		return err
	}
	if err := s.SetTcpKeepalive(1); err != nil {
		return err
	}
	lingerFromEnvironment(s)
	return s.Bind("tcp://10.0.0.5:5558") // want `^PUB socket may be bound to tcp://10\.0\.0\.5:5558 without LINGER on some paths through lingerFromEnvironment `
}

var keepalive = flag.Bool("keepalive", false, "turn TCP keepalive on")

// Flags and pointers in a configuration are conditions like others.
func Flags(cfg *Config) error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.SetMaxmsgsize(1 << 16); err != nil {
		return err
	}
	if err := s.SetRcvhwm(100); err != nil {
		return err
	}
	if *keepalive {
		if err := s.SetTcpKeepalive(1); err != nil {
			return err
		}
	}
	return s.Connect("tcp://feed:5559") // want `^SUB socket may be connected to tcp://feed:5559 without TCP_KEEPALIVE when !\*keepalive `
}
