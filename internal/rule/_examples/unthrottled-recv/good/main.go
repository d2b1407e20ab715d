package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Collect hands reports to handle until the context is terminated.
func Collect(secretKey string, clientKeys []string, handle func(string)) error {
	if err := zmq.AuthStart(); err != nil {
		return err
	}
	defer zmq.AuthStop()
	zmq.AuthCurveAdd("reports", clientKeys...)

	pull, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	defer pull.Close()
	if err := errors.Join(
		pull.ServerAuthCurve("reports", secretKey),
		pull.SetMaxmsgsize(1<<20),
		pull.SetRcvhwm(100),
		pull.SetTcpKeepalive(1),
	); err != nil {
		return err
	}
	if err := pull.Bind("tcp://192.168.10.5:5558"); err != nil {
		return err
	}
	turn := time.NewTicker(10 * time.Millisecond) // at most 100 reports a second
	defer turn.Stop()
	for {
		<-turn.C
		report, err := pull.Recv(0)
		if err != nil {
			return err
		}
		handle(report)
	}
}
