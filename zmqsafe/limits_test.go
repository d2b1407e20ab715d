package zmqsafe

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"golang.org/x/time/rate"
)

// 2,000 messages are there; they come out at the rate, whatever their number.
func TestRateIsHeld(t *testing.T) {
	const most, first = 400, 20
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{SndHWM: 5000, RcvHWM: 5000})
	for range 2000 {
		send(t, client, "x")
	}
	var taken []time.Time
	stop := receive(t, server, Limits{Rate: most, Burst: first}, func(context.Context, *Message) error {
		taken = append(taken, time.Now())
		return nil
	})
	time.Sleep(time.Second)
	stop()
	n := len(taken) - 1
	// Up to the last one, so that it does not matter when this goroutine woke.
	got, want := float64(n+1-first), most*taken[n].Sub(taken[0]).Seconds()
	if math.Abs(got-want) > want/20 {
		t.Errorf("%v messages, want %v", got, want)
	}
	if server.Stats().Paused == 0 {
		t.Error("no pause was counted")
	}
}

// A message of another peer has its turn soon after it comes, however slow the
// pace and however much one peer has sent before.
func TestPausesKeepTurns(t *testing.T) {
	ctx := newContext(t, quiet)
	o := Options{SndHWM: 1000, RcvHWM: 1000, Linger: DropUnsent}
	server := listen(t, ctx, zmq4.PULL, o, Local())
	flood, other := dial(t, ctx, zmq4.PUSH, server, o, Local()), dial(t, ctx, zmq4.PUSH, server, o, Local())
	for range 500 {
		send(t, flood, "flood")
	}
	var before, after atomic.Int64
	came := make(chan struct{}, 2)
	receive(t, server, Limits{Rate: 200, Burst: 1}, func(_ context.Context, m *Message) error {
		if string(m.Frames[0]) == "other" {
			came <- struct{}{}
		}
		after.Add(1)
		return nil
	})
	for range 2 {
		eventually(t, "some are handled", func() bool { return after.Load() > before.Load()+10 })
		before.Store(after.Load())
		send(t, other, "other")
		<-came
		if n := after.Load() - before.Load(); n > 20 {
			t.Errorf("%d messages of one peer were handled before one of another", n)
		}
		before.Store(after.Load())
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
