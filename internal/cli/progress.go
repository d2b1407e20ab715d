package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long a run may take before it says what it is doing.
const patience = time.Second

// progress shows the present stage on a terminal, on one line that is erased
// at the end. A run that is over soon shows nothing.
type progress struct {
	w     io.Writer // nil when there is no terminal
	mu    sync.Mutex
	stage string
	shown bool
	timer *time.Timer
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w}
	if w != nil {
		p.timer = time.AfterFunc(patience, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.shown = true
			p.draw()
		})
	}
	return p
}

// Stage tells what happens from now on.
func (p *progress) Stage(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage = name
	if p.shown {
		p.draw()
	}
}

// Done erases the line. Nothing is shown after it.
func (p *progress) Done() {
	if p.w == nil {
		return
	}
	p.timer.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, eraseLine)
	}
	p.w, p.shown = nil, false
}

const eraseLine = "\r\x1b[K"

func (p *progress) draw() {
	if p.w != nil && p.stage != "" {
		fmt.Fprintf(p.w, "%szmqlint: %s …", eraseLine, p.stage)
	}
}
