package zmqsafe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"golang.org/x/time/rate"
)

// receive runs Receive until stop is called, which returns its error and fails
// when it does not end soon.
func receive(t testing.TB, s *Socket, l Limits, h Handler) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Receive(ctx, s, l, h) }()
	var once sync.Once
	var err error
	stop = func() error {
		once.Do(func() {
			cancel()
			select {
			case err = <-ended:
			case <-time.After(5 * time.Second):
				t.Error("Receive does not end")
			}
		})
		return err
	}
	t.Cleanup(func() { stop() })
	return stop
}

func TestReceive(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	got := make(chan string, 10)
	stop := receive(t, server, Limits{}, func(_ context.Context, m *Message) error {
		got <- string(m.Frames[0])
		return nil
	})
	for i := range 5 {
		send(t, client, fmt.Sprint(i))
	}
	for i := range 5 {
		if m := <-got; m != fmt.Sprint(i) {
			t.Errorf("got %q, not %d", m, i)
		}
	}
	if _, err := server.Recv(bounded(t)); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("Recv beside Receive: %v", err)
	}
	if err := Receive(bounded(t), server, Limits{}, nil); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("a second Receive: %v", err)
	}
	begin := time.Now()
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if d := time.Since(begin); d > time.Second {
		t.Errorf("ended after %v", d)
	}
	if s := server.Stats(); s.Received != 5 || s.Handled != 5 {
		t.Errorf("statistics are %+v", s)
	}
	send(t, client, "later")
	recv(t, server) // it is the program's again
}

func TestReceiveEndsWithTheSocket(t *testing.T) {
	for _, n := range []int{1, 3} {
		// Also while it waits for a limit that is not reached for an hour.
		for _, l := range []Limits{{Concurrency: n}, {Concurrency: n, Rate: 1. / 3600, Burst: 1}} {
			server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
			handled := make(chan bool, 1)
			ended := make(chan error)
			go func() {
				ended <- Receive(context.Background(), server, l, func(context.Context, *Message) error { handled <- true; return nil })
			}()
			send(t, client, "x")
			<-handled
			if err := server.Close(); err != nil {
				t.Error(err)
			}
			if err := <-ended; !errors.Is(err, ErrClosed) {
				t.Errorf("ended with %v", err)
			}
		}
	}
}

// 2,000 messages are there; they come out at the rate, whatever their number.
func TestRateIsHeld(t *testing.T) {
	const most, first = 400, 20
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{SndHWM: 5000, RcvHWM: 5000})
	for range 2000 {
		send(t, client, "x")
	}
	var n atomic.Int64
	begin := time.Now()
	stop := receive(t, server, Limits{Rate: most, Burst: first}, func(context.Context, *Message) error { n.Add(1); return nil })
	time.Sleep(time.Second)
	stop()
	got, want := float64(n.Load())-first, most*time.Since(begin).Seconds()
	if math.Abs(got-want) > want/20 {
		t.Errorf("%v messages, want %v", got, want)
	}
	if server.Stats().Paused == 0 {
		t.Error("no pause was counted")
	}
}

// With Pause, a flood stays with who sends it.
func TestPausePushesBack(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{SndHWM: 1, RcvHWM: 1, MaxMsgSize: 1 << 16, SendTimeout: 50 * time.Millisecond, Linger: DropUnsent})
	receive(t, server, Limits{Rate: 1, Burst: 1}, func(context.Context, *Message) error { return nil })
	big := make([]byte, 1<<16)
	var err error
	for range 10000 {
		if err = client.Send(context.Background(), big); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrSendTimeout) {
		t.Errorf("the sender got %v", err)
	}
}

func TestDrop(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{SndHWM: 1000, RcvHWM: 1000})
	var events sync.Map
	stop := receive(t, server, Limits{Rate: 1, Burst: 3, Over: Drop, Hook: func(e Event) {
		n, _ := events.LoadOrStore(e.Outcome, new(atomic.Int64))
		n.(*atomic.Int64).Add(1)
	}}, func(context.Context, *Message) error { return nil })
	for range 30 {
		send(t, client, "x")
	}
	eventually(t, "all are read", func() bool { return server.Stats().Received == 30 })
	stop()
	s := server.Stats()
	if s.Handled < 3 || s.Handled > 10 || s.Handled+s.Dropped != 30 {
		t.Errorf("statistics are %+v", s)
	}
	if n, ok := events.Load(Dropped); !ok || n.(*atomic.Int64).Load() != int64(s.Dropped) {
		t.Errorf("the hook was not told what was counted: %+v", s)
	}
}

// Reading what is dropped has a limit, too.
func TestDropIsBounded(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{SndHWM: 5000, RcvHWM: 5000})
	for range 3000 {
		send(t, client, "x")
	}
	stop := receive(t, server, Limits{Rate: 10, Burst: 1, Over: Drop}, func(context.Context, *Message) error { return nil })
	time.Sleep(500 * time.Millisecond)
	stop()
	if s := server.Stats(); s.Received > 150 {
		t.Errorf("read %d in half a second, with a rate of 10", s.Received)
	}
}

func TestReject(t *testing.T) {
	for _, typ := range [][2]zmq4.Type{{zmq4.REP, zmq4.REQ}, {zmq4.ROUTER, zmq4.REQ}, {zmq4.ROUTER, zmq4.DEALER}} {
		server, client := pair(t, typ[0], typ[1], Options{})
		receive(t, server, Limits{Rate: 1. / 60, Burst: 1, Over: Reject}, func(ctx context.Context, m *Message) error {
			return m.Reply(ctx, []byte("done"))
		})
		send(t, client, "1")
		if got := textOf(recv(t, client).Frames); got[0] != "done" {
			t.Errorf("%v: first answer is %q", typ, got)
		}
		send(t, client, "2")
		r, ok := AsRejection(recv(t, client).Frames)
		if !ok || r.Reason != ReasonRate || r.RetryAfter != time.Minute {
			t.Errorf("%v: second answer is %+v, %v", typ, r, ok)
		}
		eventually(t, "it is counted", func() bool { return server.Stats().Rejected == 1 })
	}
}

// A peer that floods is held to its own limit, and the others do not notice.
func TestPeerLimit(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, flooder, modest := newCert(t), newCert(t), newCert(t)
	allow(t, ctx, "flooder", flooder.Public)
	allow(t, ctx, "modest", modest.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	var counts [2]atomic.Int64
	stop := receive(t, server, Limits{PeerRate: 50, PeerBurst: 10}, func(_ context.Context, m *Message) error {
		if m.Peer.Name == "modest" {
			counts[1].Add(1)
		} else {
			counts[0].Add(1)
		}
		return nil
	})
	end := short(t, time.Second)
	var wg sync.WaitGroup
	for range 2 { // two connections with one key are one peer
		s := dial(t, ctx, zmq4.PUSH, server, fast, Client(flooder, sc.Public))
		wg.Go(func() {
			for s.Send(end, []byte("x")) == nil {
			}
		})
	}
	m := dial(t, ctx, zmq4.PUSH, server, fast, Client(modest, sc.Public))
	for range 20 {
		send(t, m, "x")
		time.Sleep(25 * time.Millisecond)
	}
	wg.Wait()
	eventually(t, "the modest peer is served", func() bool { return counts[1].Load() == 20 })
	stop()
	if n := counts[0].Load(); n < 10 || n > 120 {
		t.Errorf("%d messages of the flooder", n)
	}
	if server.Stats().Dropped == 0 {
		t.Error("nothing was dropped")
	}
}

func TestPeerLimitByAddress(t *testing.T) {
	server, client := pair(t, zmq4.ROUTER, zmq4.DEALER, Options{})
	got := make(chan Peer, 10)
	receive(t, server, Limits{PeerRate: 1. / 60, PeerBurst: 1}, func(_ context.Context, m *Message) error { got <- m.Peer; return nil })
	for range 5 {
		send(t, client, "x")
	}
	if p := <-got; p.Address != "127.0.0.1" {
		t.Errorf("peer is %+v", p)
	}
	eventually(t, "the others are dropped", func() bool { return server.Stats().Dropped == 4 })
}

func TestBucketsAreBounded(t *testing.T) {
	b := newBuckets(1./3600, 2, 10)
	for i := range 10 {
		p := Peer{Address: fmt.Sprintf("10.0.0.%d", i)}
		if !b.of(p).Allow() || !b.of(p).Allow() || b.of(p).Allow() {
			t.Fatalf("peer %d does not have a bucket of two", i)
		}
	}
	passed := 0
	for i := range 1000 {
		if b.of(Peer{Address: fmt.Sprintf("10.0.1.%d", i)}).Allow() {
			passed++
		}
	}
	if passed != 2 || len(b.byPeer) != 10 || b.recent.Len() != 10 {
		t.Errorf("%d of 1000 newcomers passed, %d buckets", passed, len(b.byPeer))
	}
	if b.of(Peer{Address: "10.0.0.0"}).Allow() {
		t.Error("an old peer was forgotten and has a new bucket")
	}
	// Full buckets make room.
	b = newBuckets(rate.Limit(1e6), 1, 10)
	for i := range 1000 {
		b.of(Peer{Address: fmt.Sprint(i)})
	}
	if len(b.byPeer) != 10 {
		t.Errorf("%d buckets", len(b.byPeer))
	}
	if b.of(Peer{Address: "999"}) == b.shared {
		t.Error("the last newcomer has no bucket of its own")
	}
}

func TestIdentify(t *testing.T) {
	key := newCert(t).Public
	for _, c := range []struct {
		a, b Peer
		same bool
	}{
		{Peer{Key: key, Address: "10.0.0.1"}, Peer{Key: key, Address: "10.0.0.2"}, true},
		{Peer{Address: "10.0.0.1"}, Peer{Address: "10.0.0.2"}, false},
		{Peer{Address: "2001:db8::1"}, Peer{Address: "2001:db8::ffff:2"}, true},
		{Peer{Address: "2001:db8::1"}, Peer{Address: "2001:db8:0:1::1"}, false},
		{Peer{Address: "::ffff:10.0.0.1"}, Peer{Address: "::ffff:10.0.0.2"}, false},
		{Peer{}, Peer{}, true},
	} {
		if (identify(c.a) == identify(c.b)) != c.same {
			t.Errorf("%v and %v: same is not %v", c.a, c.b, c.same)
		}
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	server, client := pair(t, zmq4.ROUTER, zmq4.DEALER, Options{})
	var now, most atomic.Int64
	stop := receive(t, server, Limits{Concurrency: 3}, func(ctx context.Context, m *Message) error {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(20 * time.Millisecond)
		return m.Reply(ctx, m.Frames...)
	})
	for i := range 12 {
		send(t, client, fmt.Sprint(i))
	}
	for range 12 {
		recv(t, client)
	}
	stop()
	if most.Load() != 3 {
		t.Errorf("%d at a time", most.Load())
	}
}

// Receive returns after its handlers, whose context has ended by then.
func TestReceiveWaitsForHandlers(t *testing.T) {
	for _, n := range []int{1, 2} {
		server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
		begun := make(chan bool)
		var done atomic.Bool
		stop := receive(t, server, Limits{Concurrency: n}, func(ctx context.Context, _ *Message) error {
			close(begun)
			<-ctx.Done()
			done.Store(true)
			return ctx.Err()
		})
		send(t, client, "x")
		<-begun
		if stop(); !done.Load() {
			t.Errorf("concurrency %d: returned before the handler", n)
		}
	}
}

func TestPanicsAreContained(t *testing.T) {
	for _, n := range []int{1, 2} {
		var log bytes.Buffer
		ctx := newContext(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
		server := listen(t, ctx, zmq4.ROUTER, Options{}, Local())
		client := dial(t, ctx, zmq4.DEALER, server, Options{}, Local())
		h := func(ctx context.Context, m *Message) error {
			if string(m.Frames[0]) == "bad" {
				panic("secret detail")
			}
			return m.Reply(ctx, []byte("fine"))
		}
		stop := receive(t, server, Limits{Concurrency: n}, h)
		send(t, client, "bad")
		answer := recv(t, client).Frames
		if r, ok := AsRejection(answer); !ok || r.Reason != ReasonFailed || strings.Contains(fmt.Sprint(textOf(answer)), "secret") {
			t.Errorf("the answer is %q", answer)
		}
		send(t, client, "good")
		if got := textOf(recv(t, client).Frames); got[0] != "fine" {
			t.Errorf("after the panic: %q", got)
		}
		stop()
		if s := server.Stats(); s.Panicked != 1 || s.Failed != 1 || s.Handled != 1 {
			t.Errorf("statistics are %+v", s)
		}
		if !strings.Contains(log.String(), "secret detail") || !strings.Contains(log.String(), "receive_test.go") {
			t.Errorf("log is %q", log.String())
		}
		// Or they end it.
		ended := make(chan error)
		go func() {
			ended <- Receive(context.Background(), server, Limits{Concurrency: n, StopOnPanic: true}, h)
		}()
		send(t, client, "bad")
		var p *PanicError
		if err := <-ended; !errors.As(err, &p) || p.Value != "secret detail" {
			t.Errorf("ended with %v", err)
		}
	}
}

func TestHandlerErrorsAreAnswered(t *testing.T) {
	server, client := pair(t, zmq4.REP, zmq4.REQ, Options{})
	receive(t, server, Limits{}, func(ctx context.Context, m *Message) error {
		switch string(m.Frames[0]) {
		case "error":
			return errors.New("secret detail")
		case "rejection":
			return fmt.Errorf("wrapped: %w", Rejection{Reason: "busy", RetryAfter: 1500 * time.Microsecond})
		case "replied":
			return errors.Join(m.Reply(ctx, []byte("answer")), errors.New("and then"))
		}
		return nil // without a reply
	})
	for request, want := range map[string]string{"error": ReasonFailed, "rejection": "busy", "silent": ReasonFailed, "replied": ""} {
		send(t, client, request)
		answer := recv(t, client).Frames
		r, ok := AsRejection(answer)
		if ok != (want != "") || r.Reason != want {
			t.Errorf("%s: answer is %q", request, answer)
		}
		if request == "rejection" && r.RetryAfter != 2*time.Millisecond {
			t.Errorf("try again after %v", r.RetryAfter)
		}
	}
	eventually(t, "all are counted", func() bool { s := server.Stats(); return s.Failed == 4 && s.Handled == 0 })
}

func TestReceiveGoesOnAfterOversize(t *testing.T) {
	ctx := newContext(t, quiet)
	server := listen(t, ctx, zmq4.PULL, Options{MaxFrames: 2}, Local())
	client := dial(t, ctx, zmq4.PUSH, server, Options{}, Local())
	got := make(chan string, 2)
	events := make(chan Event, 10)
	receive(t, server, Limits{Hook: func(e Event) { events <- e }}, func(_ context.Context, m *Message) error { got <- string(m.Frames[0]); return nil })
	send(t, client, "1", "2", "3")
	send(t, client, "next")
	if m := <-got; m != "next" {
		t.Errorf("got %q", m)
	}
	if e := <-events; e.Outcome != Discarded || !errors.Is(e.Err, ErrTooLarge) {
		t.Errorf("event is %+v", e)
	}
}

func TestMessages(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	for i := range 5 {
		send(t, client, fmt.Sprint(i))
	}
	n := 0
	for m, err := range Messages(bounded(t), server, Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		if string(m.Frames[0]) != fmt.Sprint(n) {
			t.Errorf("got %q", m.Frames)
		}
		if n++; n == 3 {
			break
		}
	}
	ctx := short(t, 50*time.Millisecond)
	var last error
	for m, err := range Messages(ctx, server, Limits{}) {
		if last = err; err == nil {
			n++
		} else if m != nil {
			t.Error("a message along with an error")
		}
	}
	if n != 5 || !errors.Is(last, context.DeadlineExceeded) {
		t.Errorf("%d messages, %v", n, last)
	}
}

func TestMessagesKeepsREPInStep(t *testing.T) {
	server, client := pair(t, zmq4.REP, zmq4.REQ, Options{})
	send(t, client, "1")
	for range Messages(bounded(t), server, Limits{}) {
		break
	}
	if r, ok := AsRejection(recv(t, client).Frames); !ok || r.Reason != ReasonFailed {
		t.Errorf("answer is %v", r)
	}
	send(t, client, "2")
	recv(t, server)
}

// A proxy carries requests, answers and refusals; who is gone does not stop it.
func TestForward(t *testing.T) {
	ctx := newContext(t, quiet)
	front := listen(t, ctx, zmq4.ROUTER, Options{}, Local())
	back, err := Listen(ctx, zmq4.DEALER, "inproc://back", Options{}, Local())
	if err != nil {
		t.Fatal(err)
	}
	receive(t, front, Limits{}, Forward(back))
	receive(t, back, Limits{}, Forward(front))
	worker := dial(t, ctx, zmq4.ROUTER, back, Options{}, Local())
	client := dial(t, ctx, zmq4.DEALER, front, Options{}, Local())
	gone := dial(t, ctx, zmq4.DEALER, front, Options{}, Local())
	send(t, gone, "question")
	late := recv(t, worker)
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	if err := worker.Send(bounded(t), append(late.Envelope, late.Frames...)...); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the answer to nobody is counted", func() bool { return back.Stats().Failed == 1 })
	send(t, client, "a", "", "b")
	m := recv(t, worker)
	if err := worker.Send(bounded(t), append(m.Envelope, m.Frames...)...); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q", textOf(recv(t, client).Frames)); got != `["a" "" "b"]` {
		t.Errorf("got %s", got)
	}
}

func TestLimitsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		typ  zmq4.Type
		l    Limits
		text string
	}{
		"rate":          {zmq4.PULL, Limits{Rate: -1}, "Rate"},
		"no number":     {zmq4.PULL, Limits{Rate: rate.Limit(math.NaN())}, "Rate"},
		"burst":         {zmq4.PULL, Limits{Burst: -1}, "Burst"},
		"peer rate":     {zmq4.PULL, Limits{PeerRate: -1}, "PeerRate"},
		"concurrency":   {zmq4.PULL, Limits{Concurrency: -1}, "Concurrency"},
		"peers":         {zmq4.PULL, Limits{MaxPeers: -1}, "MaxPeers"},
		"action":        {zmq4.PULL, Limits{Over: 9}, "no Action"},
		"reject":        {zmq4.PULL, Limits{PeerOver: Reject}, "no way to Reject"},
		"REP drops":     {zmq4.REP, Limits{Over: Drop}, "cannot Drop"},
		"REP at a time": {zmq4.REP, Limits{Concurrency: 2}, "one request at a time"},
		"REQ":           {zmq4.REQ, Limits{}, "REQ"},
		"PUSH":          {zmq4.PUSH, Limits{}, "does not receive"},
	} {
		if _, err := c.l.withDefaults(c.typ); err == nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	l, err := Limits{}.withDefaults(zmq4.REP)
	if err != nil || l.Rate != 10000 || l.Burst != 1000 || l.Over != Pause || l.PeerOver != Reject || l.PeerRate != rate.Inf {
		t.Errorf("defaults are %+v, %v", l, err)
	}
	l, err = Limits{Rate: rate.Limit(math.Inf(1)), Over: Drop}.withDefaults(zmq4.PULL)
	if err != nil || l.Rate != rate.Inf {
		t.Errorf("infinity is %v, %v", l.Rate, err)
	}
	ctx := newContext(t, quiet)
	push := listen(t, ctx, zmq4.PUSH, Options{}, Local())
	if err := Receive(bounded(t), push, Limits{}, nil); err == nil || !strings.Contains(err.Error(), push.Endpoint()) {
		t.Errorf("error is %v", err)
	}
}

func FuzzRejection(f *testing.F) {
	f.Add([]byte(rejectionMark), []byte(ReasonRate), []byte("5"))
	f.Add([]byte(rejectionMark), []byte(""), []byte("-1"))
	f.Fuzz(func(t *testing.T, mark, reason, millis []byte) {
		r, ok := AsRejection([][]byte{mark, reason, millis})
		if !ok {
			return
		}
		if again, ok := AsRejection(r.Frames()); !ok || again != r {
			t.Errorf("%+v became %+v", r, again)
		}
	})
}
