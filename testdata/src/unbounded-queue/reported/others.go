package reported

import (
	"container/list"
	"encoding/json"
	"log"
	"strings"
)

func MapKey() {
	s := dial()
	seen := map[string]string{}
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		seen[m[0]] = m[1] // want `^each message is stored in a map under a key that its sender chooses, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
}

func (q *q) MapOfSlices() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		q.byKey[m[0]] = append(q.byKey[m[0]], m[1]) // want `\(unbounded-queue\)$`
	}
}

func (q *q) SyncMap() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		q.sm.Store(m[0], m[1]) // want `^each message is stored in a map under a key that its sender chooses, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
}

func (q *q) List() {
	s := dial()
	q.l = list.New()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		q.l.PushBack(m) // want `^each message is pushed on a list that outlives the turn, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
}

func JSONMap() {
	s := dial()
	all := map[string]*ev{}
	for {
		m, err := s.RecvBytes(0)
		if err != nil {
			break
		}
		e := new(ev)
		if json.Unmarshal(m, e) != nil {
			continue
		}
		all[e.ID] = e // want `\(unbounded-queue\)$`
	}
	log.Print(all)
}

func Buffer() {
	s := dial()
	var b strings.Builder
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		b.WriteString(m) // want `^each message is written to a buffer that outlives the turn, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
	log.Print(b.String())
}

func Concat() {
	s := dial()
	all := ""
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		all += m // want `^each message is added to a string that outlives the turn, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
	log.Print(all)
}
