// Package library encrypts and asks nobody who they are: it starts no
// authenticator and has no way to add keys.
package library

import zmq "github.com/pebbe/zmq4"

type Publisher struct{ *zmq.Socket }

func NewPublisher(secret string, port string) (p *Publisher, err error) {
	p = new(Publisher)
	if p.Socket, err = zmq.NewSocket(zmq.PUB); err != nil {
		return nil, err
	}
	if err = p.SetCurveServer(1); err != nil {
		return nil, err
	}
	if err = p.SetCurveSecretkey(secret); err != nil {
		return nil, err
	}
	return p, p.Bind("tcp://*:" + port) // want `^PUB socket is bound to tcp://\*:… as a CURVE server that admits any client key: no authenticator is started \(AuthStart\) \(open-curve\)$`
}
