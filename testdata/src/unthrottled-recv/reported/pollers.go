package reported

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

// BothPolled: what is added last takes nothing away from what was added before.
func BothPolled() {
	front := router()
	back, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		log.Fatal(err)
	}
	back.Connect("tcp://10.1.2.3:7778")
	poller := zmq.NewPoller()
	poller.Add(front, zmq.POLLIN)
	poller.Add(back, zmq.POLLIN)
	for { // want `^ROUTER socket bound to tcp://\*:7777 is read as fast .* \(unthrottled-recv\)$`
		polled, err := poller.Poll(-1)
		if err != nil {
			return
		}
		for _, p := range polled {
			m, err := p.Socket.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}
