package zmqsafe

// ZAP 1.0 (RFC 27), as libzmq speaks it: a request for each connection, over
// inproc, from the sockets of the same context. Every thread of the process that
// has the context can send requests, so nothing about them is taken for granted.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
	"golang.org/x/time/rate"
)

type request struct {
	id        []byte
	domain    string
	address   string
	mechanism string
	key       certs.PublicKey // of CURVE
}

// parseRequest reads: version, request id, domain, address, identity, mechanism,
// credentials.
func parseRequest(f [][]byte) (r request, err error) {
	if len(f) < 6 {
		return r, fmt.Errorf("%d frames, fewer than 6", len(f))
	}
	if string(f[0]) != "1.0" {
		return r, fmt.Errorf("version %.10q", f[0])
	}
	for _, frame := range f[1:6] {
		if len(frame) > 255 {
			return r, errors.New("a frame of more than 255 bytes")
		}
	}
	r = request{id: f[1], domain: string(f[2]), address: string(f[3]), mechanism: string(f[5])}
	if r.mechanism != "CURVE" {
		return r, nil
	}
	if len(f) != 7 {
		return r, fmt.Errorf("%d frames for CURVE, not 7", len(f))
	}
	r.key, err = certs.PublicFromBytes(f[6])
	return r, err
}

// Reply: version, request id, status, text, user id, metadata. The user id is the
// key, which libzmq attaches to each message as User-Id.
func (r request) reply(status, text, user string) [][]byte {
	return [][]byte{[]byte("1.0"), r.id, []byte(status), []byte(text), []byte(user), nil}
}

// later is the status of every refusal: the connection ends without a word, and the
// client may try again (300). After 400, no access, a client of libzmq gives up for
// good, and its program does not hear of it: a key that is allowed later, or loaded
// again, would be of no use to it.
const later = "300"

// decisions is how many a second there are at most. A flood of connections then
// takes a bounded part of the processor and of the log; connections that wait too
// long end with HandshakeInterval and come back.
const decisions = 2000

// serve answers until the Context is closed. No error ends it.
func (a *Authenticator) serve(ctx context.Context, s *Socket) {
	limit := rate.NewLimiter(decisions, decisions/2)
	for limit.Wait(ctx) == nil {
		m, err := s.Recv(ctx)
		if err == nil {
			err = a.answer(ctx, m)
		}
		if ctx.Err() != nil || errors.Is(err, ErrClosed) {
			return
		}
		if err != nil {
			a.ctx.log.Error("zmqsafe: ZAP", slog.Any("error", err))
		}
	}
}

func (a *Authenticator) answer(ctx context.Context, m *Message) error {
	r, err := parseRequest(m.Frames)
	if err != nil {
		return fmt.Errorf("request: %w", err) // not from libzmq: no answer
	}
	d := a.decide(r)
	if err := a.report(d); err != nil {
		return errors.Join(fmt.Errorf("audit: %w", err), m.Reply(ctx, r.reply(later, "", "")...))
	}
	if !d.Allowed {
		return m.Reply(ctx, r.reply(later, "", "")...)
	}
	return m.Reply(ctx, r.reply("200", "OK", d.Key.Z85())...)
}

// report is done before the answer is sent: what cannot be audited is refused.
func (a *Authenticator) report(d Decision) error {
	if a.audit != nil {
		return contain(func() error { a.audit(d); return nil })
	}
	if !d.Allowed {
		a.refusal.Do(func() { a.ctx.log.Warn("zmqsafe: connection refused", slog.Any("decision", d)) })
	}
	return nil
}
