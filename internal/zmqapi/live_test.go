//go:build libzmq && cgo

package zmqapi_test

import (
	"math"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	zmq "github.com/pebbe/zmq4"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// liveOptions yields the options that this libzmq is built with and zmq4's
// main package can set.
func liveOptions() (out []zmqapi.OptionInfo) {
	for _, i := range zmqapi.Options() {
		gssapi := strings.HasPrefix(i.Name, "GSSAPI_")
		if i.Draft || strings.HasPrefix(i.Name, "VMCI_") || gssapi && !zmq.HasGssapi() {
			continue
		}
		out = append(out, i)
	}
	return out
}

func newSocket(t *testing.T, typ zmqapi.SocketType) *zmq.Socket {
	t.Helper()
	s, err := zmq.NewSocket(zmq.Type(typ))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.SetLinger(0); s.Close() })
	return s
}

// suitable returns a type that the option does something for.
func suitable(i zmqapi.OptionInfo) zmqapi.SocketType {
	if i.Types == 0 {
		return zmqapi.DEALER
	}
	return i.Types.Types()[0]
}

// set calls the setter with the value, which for strings is a length.
func set(s *zmq.Socket, i zmqapi.OptionInfo, v int64) error {
	var arg any
	switch i.Arg {
	case zmqapi.Int:
		arg = int(v)
	case zmqapi.Int64:
		arg = v
	case zmqapi.Uint64:
		arg = uint64(v)
	case zmqapi.Bool:
		arg = v != 0
	case zmqapi.Duration:
		arg = time.Duration(v) * time.Millisecond
	case zmqapi.String:
		arg = text(i, int(v))
	}
	out := reflect.ValueOf(s).MethodByName(i.Setter).Call([]reflect.Value{reflect.ValueOf(arg)})
	err, _ := out[0].Interface().(error)
	return err
}

// text makes a value of the length, of a form that the option takes.
func text(i zmqapi.OptionInfo, n int) string {
	switch {
	case strings.HasPrefix(i.Name, "CURVE_") && n == 41:
		return strings.Repeat("a", 40) + "\x00"
	case i.Option == zmqapi.TCPAcceptFilter && 0 < n && n <= 255:
		return "127.0.0.1"
	}
	return strings.Repeat("a", n)
}

func refused(err error) bool { return zmq.AsErrno(err) == zmq.Errno(syscall.EINVAL) }

func TestLiveDefaults(t *testing.T) {
	seen := 0
	for _, i := range liveOptions() {
		if i.Getter == "" || !i.HasDefault {
			continue
		}
		out := reflect.ValueOf(newSocket(t, suitable(i))).MethodByName(i.Getter).Call(nil)
		if err, _ := out[1].Interface().(error); err != nil {
			t.Errorf("%s: %v", i.Getter, err)
			continue
		}
		seen++
		if got := number(out[0]); got != i.DefaultInt {
			t.Errorf("%s is %d by default, the table says %d", i.Name, got, i.DefaultInt)
		}
	}
	if seen < 30 {
		t.Errorf("only %d defaults seen", seen)
	}
}

func number(v reflect.Value) int64 {
	switch x := v.Interface().(type) {
	case time.Duration:
		if x == -1 {
			return -1
		}
		return int64(x / time.Millisecond)
	case bool:
		if x {
			return 1
		}
		return 0
	case uint64:
		return int64(x)
	}
	return v.Int()
}

// TestLiveRanges tries the edges of what the table says is accepted, and the
// values just beyond.
func TestLiveRanges(t *testing.T) {
	for _, i := range liveOptions() {
		for _, v := range edges(i) {
			s := newSocket(t, suitable(i))
			if i.Option == zmqapi.Subscribe || i.Option == zmqapi.Unsubscribe {
				s = newSocket(t, zmqapi.SUB)
			}
			err := set(s, i, v)
			if want := i.Accepted(v); want != (err == nil) || !want && !refused(err) {
				t.Errorf("%s(%d) returns %v, the table says accepted: %v", i.Setter, v, err, want)
			}
		}
	}
}

func edges(i zmqapi.OptionInfo) []int64 {
	switch {
	case i.Values != nil:
		return append([]int64{0, 31, 33, 39, 42}, i.Values...)
	case i.Arg == zmqapi.String && i.Max == math.MaxInt64:
		return []int64{i.Min, i.Min + 1, 1000}
	case i.Arg == zmqapi.String:
		return []int64{0, 1, i.Max, i.Max + 1}
	case i.Arg == zmqapi.Bool, i.Arg == zmqapi.Int64, i.Arg == zmqapi.Uint64, i.Min == math.MinInt32:
		return []int64{i.Min, i.Max, i.DefaultInt}
	}
	return []int64{i.Min - 1, i.Min, i.DefaultInt, i.Max, i.Max + 1}
}

// TestLiveTypes sets every option on a socket of every type.
func TestLiveTypes(t *testing.T) {
	for typ := zmqapi.PAIR; typ <= zmqapi.STREAM; typ++ {
		for _, i := range liveOptions() {
			v := i.DefaultInt
			if !i.HasDefault {
				v = max(1, i.Min)
			}
			s := newSocket(t, typ)
			if typ == zmqapi.XPUB && (i.Option == zmqapi.Subscribe || i.Option == zmqapi.Unsubscribe) {
				if err := s.SetXpubManual(1); err != nil {
					t.Fatal(err)
				}
			}
			err := set(s, i, v)
			if want := i.AcceptedBy(typ); want != (err == nil) || !want && !refused(err) {
				t.Errorf("%s on %s returns %v, the table says accepted: %v", i.Setter, typ, err, want)
			}
		}
	}
}

// TestLiveLinger: the types that no linger is asked for have one of 0, or never send.
func TestLiveLinger(t *testing.T) {
	for typ := zmqapi.PAIR; typ <= zmqapi.STREAM; typ++ {
		linger, err := newSocket(t, typ).GetLinger()
		if err != nil {
			t.Fatal(err)
		}
		if got := linger != 0 && typ != zmqapi.PULL; got != zmqapi.NeedsLinger(typ) {
			t.Errorf("%s: linger is %v by default, the table asks for one: %v", typ, linger, zmqapi.NeedsLinger(typ))
		}
	}
}

// TestLiveWhen: the three ways to act, by an option of each.
func TestLiveWhen(t *testing.T) {
	t.Run("at once", func(t *testing.T) {
		s := newSocket(t, zmqapi.PULL)
		must(t, s.Bind("tcp://127.0.0.1:*"))
		must(t, s.SetRcvtimeo(10*time.Millisecond))
		if _, err := s.Recv(0); zmq.AsErrno(err) != zmq.Errno(syscall.EAGAIN) {
			t.Errorf("RCVTIMEO set after the bind: %v, want EAGAIN", err)
		}
	})
	t.Run("high water mark after connect", func(t *testing.T) {
		s := newSocket(t, zmqapi.PUSH)
		must(t, s.Connect("tcp://127.0.0.1:9")) // nobody there: everything queues
		must(t, s.SetSndhwm(5))
		if n := queued(s); n > 5 {
			t.Errorf("%d messages queue with a mark of 5", n)
		}
	})
	for _, late := range []bool{false, true} {
		t.Run(map[bool]string{false: "size limit before bind", true: "size limit after bind"}[late], func(t *testing.T) {
			s, peer := newSocket(t, zmqapi.PULL), newSocket(t, zmqapi.PUSH)
			must(t, s.SetRcvtimeo(300*time.Millisecond))
			if !late {
				must(t, s.SetMaxmsgsize(10))
			}
			must(t, s.Bind("tcp://127.0.0.1:*"))
			must(t, s.SetMaxmsgsize(10))
			addr, err := s.GetLastEndpoint()
			must(t, err)
			must(t, peer.Connect(addr))
			_, err = peer.Send(strings.Repeat("a", 100), 0)
			must(t, err)
			if _, err := s.Recv(0); late != (err == nil) {
				t.Errorf("a message over the limit: %v", err)
			}
		})
	}
}

// queued counts the messages that the socket takes without a peer.
func queued(s *zmq.Socket) (n int) {
	for n < 2000 {
		if _, err := s.Send("", zmq.DONTWAIT); err != nil {
			break
		}
		n++
	}
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
