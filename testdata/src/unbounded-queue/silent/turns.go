package silent

import (
	"log"
	"strings"
)

var deal func([]string)

type msg struct{ parts []string }

func (m *msg) add(p string) { m.parts = append(m.parts, p) }

func newMsg() *msg { return &msg{} }

func PerTurn() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		var parts []string
		for _, p := range m {
			parts = append(parts, p)
		}
		work(strings.Join(parts, ""))
	}
}

func Frames() {
	s := dial()
	for {
		var parts []string
		for {
			f, err := s.Recv(0)
			if err != nil {
				return
			}
			parts = append(parts, f)
			if more, _ := s.GetRcvmore(); !more {
				break
			}
		}
		work(strings.Join(parts, ""))
	}
}

func Counted() {
	s := dial()
	var all []string
	for i := 0; i < 10; i++ {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		all = append(all, m)
	}
	log.Print(all)
}

// BuildsMessage makes something of its own in each turn.
func BuildsMessage() {
	s := dial()
	for {
		fs, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		m := &msg{}
		for _, f := range fs {
			m.add(f)
		}
		deal(m.parts)
	}
}

// BuildsMessageNew makes something of its own in each turn.
func BuildsMessageNew() {
	s := dial()
	for {
		fs, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		m := newMsg()
		for _, f := range fs {
			m.add(f)
		}
		deal(m.parts)
	}
}
