package silent

import (
	"log"
	"strings"
)

func TextEnds() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			if err.Error() == "Context was terminated" {
				return
			}
			log.Print(err)
			continue
		}
		log.Print(m)
	}
}

func PartEnds() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil && strings.Contains(err.Error(), "terminated") {
			return
		}
		if err == nil {
			log.Print(m)
		}
	}
}
