package lsp

// When an analysis runs.
//
// Each unit (workspace.go) that has a document open is analysed after it was
// opened and after each edit: after one edit at once, and after edits that follow
// each other once nothing has been typed for a while. What runs when an edit
// comes is cancelled. One goroutine does all of it: the
// configuration is that of the process (config.Use), and two analyses at once
// would take twice the memory and be done no sooner.

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/modules"
)

// unit is what is analysed together.
type unit struct {
	dir     string
	session *load.Session
	found   *results // of the last analysis; nil before the first

	failure    string // that the user was told of
	incomplete string // what the log has about the last run

	edited time.Time          // the last edit
	due    time.Time          // of the next run; zero when none is wanted
	asked  int                // counts what makes a run necessary
	done   int                // what asked was when the last completed run began
	cancel context.CancelFunc // of the run under way
	idle   chan struct{}      // closed when nothing is wanted; replaced when something is
}

// scheduler decides what runs next.
type scheduler struct {
	s       *server
	ctx     context.Context
	halt    context.CancelFunc
	wake    chan struct{}
	stopped chan struct{}

	mu    sync.Mutex
	units map[string]*unit  // by directory
	files map[string]string // directory of the unit of an open document, "" for none
}

func newScheduler(ctx context.Context, s *server) *scheduler {
	q := &scheduler{s: s, wake: make(chan struct{}, 1), stopped: make(chan struct{}), units: map[string]*unit{}, files: map[string]string{}}
	q.ctx, q.halt = context.WithCancel(ctx)
	go q.loop()
	return q
}

// stop ends what runs, and lets nothing begin.
func (q *scheduler) stop() { q.halt() }

func (q *scheduler) wait() {
	q.halt()
	<-q.stopped
}

func (q *scheduler) loop() {
	defer close(q.stopped)
	timer := time.NewTimer(0)
	for {
		u, wait := q.next(time.Now())
		if u != nil {
			q.run(u)
			continue
		}
		timer.Reset(wait)
		select {
		case <-q.ctx.Done():
			return
		case <-q.wake:
		case <-timer.C:
		}
	}
}

// next takes the unit whose run is due, or tells how long to wait for one.
func (q *scheduler) next(now time.Time) (due *unit, wait time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ctx.Err() != nil {
		return nil, 0
	}
	wait = time.Hour
	for _, u := range q.units {
		if u.due.IsZero() {
			continue
		}
		if left := u.due.Sub(now); left > 0 {
			wait = min(wait, left)
		} else if due == nil || u.due.Before(due.due) {
			due = u
		}
	}
	return due, wait
}

// run analyses a unit once. What was asked for meanwhile has its own due time.
func (q *scheduler) run(u *unit) {
	ctx, cancel := context.WithCancel(q.ctx)
	defer cancel()
	q.mu.Lock()
	u.due, u.cancel = time.Time{}, cancel
	asked := u.asked
	docs := q.s.docs.snapshot()
	q.mu.Unlock()

	found := q.s.analyse(ctx, u, docs)

	q.mu.Lock()
	u.cancel = nil
	current := ctx.Err() == nil && q.units[u.dir] == u
	if current {
		u.done = asked
		if found != nil {
			u.found = found
		}
	}
	q.mu.Unlock()
	if current && found != nil {
		q.s.published.publish(u.dir, found)
		q.s.refreshLenses()
	}
	q.mu.Lock()
	left := q.units[u.dir] != u
	if u.done == u.asked || left {
		closeOnce(u.idle)
	}
	q.mu.Unlock()
	if left {
		q.s.published.clear(u.dir)
	}
}

func closeOnce(c chan struct{}) {
	select {
	case <-c:
	default:
		close(c)
	}
}

// typing is how far apart edits are that somebody types.
const typing = 300 * time.Millisecond

// edit asks for an analysis after an edit. One that stands alone, a quick fix
// or what was pasted, has nothing to wait for.
func (q *scheduler) edit(path string, pause time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	u := q.unitOf(path)
	if u == nil {
		return
	}
	now := time.Now()
	if now.Sub(u.edited) > typing {
		pause = 0
	}
	u.edited = now
	q.ask(u, pause)
}

// touch asks for an analysis of the unit of an open document, after a pause.
func (q *scheduler) touch(path string, pause time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if u := q.unitOf(path); u != nil {
		q.ask(u, pause)
	}
}

func (q *scheduler) ask(u *unit, pause time.Duration) {
	u.asked++
	u.due = time.Now().Add(pause)
	select {
	case <-u.idle:
		u.idle = make(chan struct{})
	default:
	}
	if u.cancel != nil {
		u.cancel()
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// unitOf returns the unit of an open document, nil for one outside a module.
func (q *scheduler) unitOf(path string) *unit {
	dir, known := q.files[path]
	if !known {
		dir, _ = unitOf(path, q.s.getenv)
		q.files[path] = dir
	}
	if dir == "" {
		return nil
	}
	u := q.units[dir]
	if u == nil {
		u = &unit{dir: dir, session: load.NewSession(), idle: make(chan struct{})}
		close(u.idle)
		q.units[dir] = u
	}
	return u
}

// close forgets a document, and the unit that has no other one open: nothing
// of a project that was left is kept.
func (q *scheduler) close(path string) {
	q.mu.Lock()
	dir := q.files[path]
	delete(q.files, path)
	dropped := q.dropUnused()
	q.mu.Unlock()
	for _, dir := range dropped {
		q.s.published.clear(dir)
	}
	if dir != "" {
		q.touchUnit(dir, q.s.settings.Load().delay()) // what is on disk holds again
	}
}

func (q *scheduler) dropUnused() (dropped []string) {
	inUse := map[string]bool{}
	for _, dir := range q.files {
		inUse[dir] = true
	}
	for dir, u := range q.units {
		if inUse[dir] {
			continue
		}
		delete(q.units, dir)
		dropped = append(dropped, dir)
		closeOnce(u.idle)
		if u.cancel != nil {
			u.cancel()
		}
	}
	return dropped
}

func (q *scheduler) touchUnit(dir string, pause time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if u := q.units[dir]; u != nil {
		q.ask(u, pause)
	}
}

// changedOnDisk asks for an analysis of what files on disk belong to.
func (q *scheduler) changedOnDisk(paths []string) {
	if slices.ContainsFunc(paths, decidesUnits) {
		q.regroup()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for dir, u := range q.units {
		if slices.ContainsFunc(paths, func(p string) bool { return modules.Within(p, dir) || !isGo(p) }) {
			u.session.Rescan()
			q.ask(u, q.s.settings.Load().delay())
		}
	}
}

// regroup finds the units of the open documents anew.
func (q *scheduler) regroup() {
	q.mu.Lock()
	open := slices.Collect(maps.Keys(q.files))
	clear(q.files)
	for _, path := range open {
		if u := q.unitOf(path); u != nil && u.found == nil {
			q.ask(u, 0)
		}
	}
	dropped := q.dropUnused()
	q.mu.Unlock()
	for _, dir := range dropped {
		q.s.published.clear(dir)
	}
}

// renew analyses everything anew, under new settings.
func (q *scheduler) renew() {
	q.regroup()
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, u := range q.units {
		u.session.Rescan()
		q.ask(u, 0)
	}
}

// results waits for what is known of a document at the version that it has
// now; nil when nothing is.
func (q *scheduler) results(ctx context.Context, path string) (*results, error) {
	for {
		q.mu.Lock()
		u := q.units[q.files[path]]
		if u == nil {
			q.mu.Unlock()
			return nil, nil
		}
		idle, found := u.idle, u.found
		pending := u.asked != u.done
		q.mu.Unlock()
		if !pending {
			return found, nil
		}
		select {
		case <-idle:
			if q.ctx.Err() != nil {
				return nil, context.Canceled
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
