// Package may protects its sockets on some paths only.
package may

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

// Security is the part of the configuration about keys.
type Security struct {
	Enabled                   bool
	Endpoint                  string
	Server, Public, Secret    string
	ServerSecret, Certificate string
}

// Connect leaves CURVE to a switch in the configuration.
func Connect(sec Security) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if sec.Enabled {
		if err := s.ClientAuthCurve(sec.Server, sec.Public, sec.Secret); err != nil {
			s.Close()
			return nil, err
		}
	}
	if err := s.Connect(sec.Endpoint); err != nil { // want `^DEALER socket may be connected to an endpoint that is not known here without CURVE when !sec\.Enabled \(no-curve\)$`
		s.Close()
		return nil, err
	}
	return s, nil
}

// Serve goes on in clear when there is no key.
func Serve(sec *Security) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if sec == nil || sec.ServerSecret == "" {
		log.Print("no key, running without encryption")
	} else if err := s.ServerAuthCurve("jobs", sec.ServerSecret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555") // want `^ROUTER socket may be bound to tcp://\*:5555 without CURVE`
}

// secure does nothing when there is nothing to do it with.
func secure(s *zmq.Socket, sec Security) error {
	if sec.Secret == "" {
		return nil
	}
	return s.ClientAuthCurve(sec.Server, sec.Public, sec.Secret)
}

// Agent protects its socket through a helper.
type Agent struct {
	sec  Security
	push *zmq.Socket
}

func (a *Agent) Start() (err error) {
	a.push, err = zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	if err = secure(a.push, a.sec); err != nil {
		return err
	}
	return a.push.Connect("tcp://collector:5557") // want `^PUSH socket may be connected to tcp://collector:5557 without CURVE on some paths through secure \(no-curve\)$`
}

// Mode chooses among mechanisms; one of the cases is none.
func Mode(mode, secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.XPUB)
	if err != nil {
		return nil, err
	}
	switch mode {
	case "curve":
		err = s.ServerAuthCurve("feed", secret)
	case "kerberos":
		err = s.SetGssapiServer(true)
	default:
		log.Printf("mode %q: no security", mode)
	}
	if err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.1.2.3:5558") // want `^XPUB socket may be bound to tcp://10\.1\.2\.3:5558 without CURVE`
}

// open is used with sockets that have CURVE and with others.
func open(s *zmq.Socket) error {
	return s.Connect("tcp://10.1.2.3:5559") // want `^(SUB or REQ|REQ or SUB) socket may be connected to tcp://10\.1\.2\.3:5559 without CURVE by some of its callers \(no-curve\)$`
}

func Two(sec Security) error {
	sub, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	if err := sub.ClientAuthCurve(sec.Server, sec.Public, sec.Secret); err != nil {
		return err
	}
	if err := open(sub); err != nil {
		return err
	}
	req, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return err
	}
	return open(req)
}
