package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Publish sends prices to all subscribers.
func Publish(secretKey string, clientKeys []string, prices <-chan string) error {
	if err := zmq.AuthStart(); err != nil {
		return err
	}
	defer zmq.AuthStop()
	zmq.AuthCurveAdd("prices", clientKeys...)

	pub, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	defer pub.Close()
	if err := errors.Join(
		pub.ServerAuthCurve("prices", secretKey),
		pub.SetLinger(time.Second),
		pub.SetSndhwm(1000),
		pub.SetTcpKeepalive(1),
	); err != nil {
		return err
	}
	if err := pub.Bind("tcp://192.168.10.5:5556"); err != nil {
		return err
	}
	for price := range prices {
		if _, err := pub.Send(price, 0); err != nil {
			return err
		}
	}
	return nil
}
