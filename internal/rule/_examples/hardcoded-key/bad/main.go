package example

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// The client's keys.
const (
	publicKey = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
	secretKey = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
)

// Send hands jobs to the workers.
func Send(serverKey string, jobs <-chan string) error {
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer push.Close()
	if err := errors.Join(
		push.ClientAuthCurve(serverKey, publicKey, secretKey),
		push.SetLinger(time.Second),
		push.SetSndhwm(1000),
		push.SetTcpKeepalive(1),
	); err != nil {
		return err
	}
	if err := push.Connect("tcp://jobs.example.net:5555"); err != nil {
		return err
	}
	for job := range jobs {
		if _, err := push.Send(job, 0); err != nil {
			return err
		}
	}
	return nil
}
