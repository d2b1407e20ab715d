package lsp

import (
	"fmt"
	"sync/atomic"
)

var tokens atomic.Int64

// progress is shown while a project is analysed for the first time; later runs
// are over before anyone could read it.
type progress struct {
	s     *server
	token string // empty: nothing is shown
}

func (s *server) progress(shown bool) *progress {
	p := &progress{s: s}
	if !shown || !s.client.Window.WorkDoneProgress {
		return p
	}
	token := fmt.Sprintf("zmqlint-%d", tokens.Add(1))
	if err := s.call("window/workDoneProgress/create", map[string]string{"token": token}, nil); err != nil {
		return p
	}
	p.token = token
	p.send(progressValue{Kind: "begin", Title: "zmqlint", Message: "loading"})
	return p
}

func (p *progress) report(stage string) { p.send(progressValue{Kind: "report", Message: stage}) }
func (p *progress) end()                { p.send(progressValue{Kind: "end"}) }

func (p *progress) send(v progressValue) {
	if p.token != "" {
		p.s.notify("$/progress", progressParams{p.token, v})
	}
}
