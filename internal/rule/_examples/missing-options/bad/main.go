package example

import zmq "github.com/pebbe/zmq4"

// Keys are Z85 keys, read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Ask sends one question and returns the answer.
func Ask(k Keys, question string) (string, error) {
	req, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return "", err
	}
	defer req.Close()
	if err := req.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
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
