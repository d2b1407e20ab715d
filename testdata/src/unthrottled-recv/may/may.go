// Package may has limits that some ways through the loop do not meet.
package may

import (
	"log"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func bound() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Bind("tcp://*:5555"); err != nil {
		log.Fatal(err)
	}
	return s
}

var work func(string) error

type stepper interface{ Step() }

type s1 struct{}

type s2 struct{}

func deep3() { time.Sleep(time.Millisecond) }

func deepMay(b bool) {
	if b {
		deep3()
	}
}

func process(m string) {
	for i := 0; i < 3; i++ {
		if err := work(m); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}

func SleepPingOnly() {
	s := bound()
	for { // want `^PULL socket bound to tcp://\*:5555 may be read as fast as messages come: not every way through this loop meets the limit at line \d+; wait on a rate\.Limiter before each receive \(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if m == "ping" {
			time.Sleep(time.Millisecond)
		} else {
			work(m)
		}
	}
}

// TwoImpl runs a step that waits, or one that does not.
func TwoImpl(p stepper) {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		p.Step()
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func (s1) Step() { time.Sleep(time.Millisecond) }

func (s2) Step() {}

func DeepMay(b bool) {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		deepMay(b)
		work(m)
	}
}

// RetryInHandler waits when its own work fails.
func RetryInHandler() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		process(m)
	}
}

// Rests a while each minute.
func Rests() {
	s := bound()
	last := time.Now()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
		if time.Since(last) > time.Minute {
			time.Sleep(time.Second)
			last = time.Now()
		}
	}
}
