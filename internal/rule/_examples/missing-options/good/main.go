package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Keys are Z85 keys, read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Ask sends one question and returns the answer.
func Ask(k Keys, question string) (string, error) {
	req, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return "", err
	}
	defer req.Close()
	if err := errors.Join(
		req.ClientAuthCurve(k.Server, k.Public, k.Secret),
		req.SetLinger(time.Second),
		req.SetMaxmsgsize(1<<20),
		req.SetRcvhwm(100),
		req.SetSndhwm(100),
		req.SetTcpKeepalive(1),
	); err != nil {
		return "", err
	}
	if err := req.Connect("tcp://oracle.example.net:5557"); err != nil {
		return "", err
	}
	if _, err := req.Send(question, 0); err != nil {
		return "", err
	}
	return req.Recv(0)
}
