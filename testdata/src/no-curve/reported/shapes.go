package reported

import (
	"context"
	"flag"
	"log"
	"os"
	"strings"
	"sync"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// options are applied one after the other; none of them is CURVE.
var options = []func(*zmq.Socket) error{
	func(s *zmq.Socket) error { return s.SetSndhwm(1000) },
	func(s *zmq.Socket) error { return s.SetLinger(time.Second) },
}

func sink(endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	for _, set := range options {
		if err := set(s); err != nil {
			return nil, err
		}
	}
	return s, s.Connect(endpoint) // want `^PUSH socket is connected to tcp://sink\.example\.net:5558 without CURVE: messages travel in clear and whoever answers there is taken for the peer \(no-curve\)$`
}

func Sink() (*zmq.Socket, error) { return sink("tcp://sink.example.net:5558") }

// Option is a functional option of Dial.
type Option func(*zmq.Socket) error

func WithTimeout(d time.Duration) Option {
	return func(s *zmq.Socket) error { return s.SetRcvtimeo(d) }
}

func Dial(endpoint string, opts ...Option) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return nil, err
	}
	for _, o := range opts {
		if err := o(s); err != nil {
			return nil, err
		}
	}
	if err := s.Connect(endpoint); err != nil { // want `^REQ socket is connected to tcp://10\.0\.0\.7:5559 without CURVE`
		return nil, err
	}
	return s, nil
}

func Query() (*zmq.Socket, error) {
	return Dial("tcp://10.0.0.7:5559", WithTimeout(2*time.Second))
}

// Work opens a socket in each of several goroutines.
func Work(ctx context.Context, n int) error {
	zctx, err := zmq.NewContext()
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			pull, err := zctx.NewSocket(zmq.PULL)
			if err != nil {
				log.Print(err)
				return
			}
			defer pull.Close()
			if err := pull.Connect("tcp://[2001:db8::5]:5557"); err != nil { // want `^PULL socket is connected to tcp://\[2001:db8::5\]:5557 without CURVE`
				log.Print(err)
				return
			}
			<-ctx.Done()
		}()
	}
	wg.Wait()
	return zctx.Term()
}

var listen = flag.String("listen", "tcp://*:5560", "where to listen")

// Listen takes its endpoint from a flag that has an open default.
func Listen() *zmq.Socket {
	flag.Parse()
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatal(err)
	}
	if err := rep.Bind(*listen); err != nil { // want `^REP socket is bound to an endpoint that is not known here \(possibly tcp://\*:5560 \(default of a flag\)\) without CURVE`
		log.Fatal(err)
	}
	return rep
}

// Feed leaves by goto when something fails.
func Feed() (sub *zmq.Socket, err error) {
	endpoint := os.Getenv("FEED")
	if endpoint == "" {
		endpoint = "tcp://feed.example.net:5556"
	}
	if sub, err = zmq.NewSocket(zmq.SUB); err != nil {
		return nil, err
	}
	if err = sub.SetSubscribe(""); err != nil {
		goto fail
	}
	if err = sub.Connect(endpoint); err != nil { // want `^SUB socket is connected to an endpoint that is not known here \(possibly tcp://feed\.example\.net:5556 .*\) without CURVE`
		goto fail
	}
	return sub, nil
fail:
	sub.Close()
	return nil, err
}

// Either makes one of two types.
func Either(push bool, host string) (*zmq.Socket, error) {
	t := zmq.PULL
	if push {
		t = zmq.PUSH
	}
	s, err := zmq.NewSocket(t)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(strings.Join([]string{"tcp://", host, ":5561"}, "")) // want `^(PUSH or PULL|PULL or PUSH) socket is bound to .* without CURVE`
}

// Raw and Multicast cannot have CURVE.
func Raw() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.STREAM)
	if err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:8080") // want `^STREAM socket is bound to tcp://\*:8080: STREAM cannot carry CURVE, so anyone on the way can read, change and send messages \(no-curve\)$`
}

func Multicast() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	return s, s.Connect("epgm://eth0;239.192.1.1:5555") // want `^PUB socket is connected to epgm://eth0;239\.192\.1\.1:5555: epgm cannot carry CURVE`
}

// Kerberos has GSSAPI without encryption.
func Kerberos(principal string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.SetGssapiServer(true); err != nil {
		return nil, err
	}
	if err := s.SetGssapiPrincipal(principal); err != nil {
		return nil, err
	}
	if err := s.SetGssapiPlaintext(true); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.7:5562") // want `^REP socket is bound to tcp://10\.0\.0\.7:5562 without CURVE`
}
