package zmqsafe

import (
	"context"
	"slices"
)

// Forward is a Handler that passes messages on, whole, with their envelope. Two
// Receives that forward to each other are a proxy (a queue between ROUTER and
// DEALER, a forwarder between XSUB and XPUB, a streamer between PULL and PUSH).
//
// It waits for room in the other socket, SendTimeout at most, and meanwhile its
// Receive reads nothing: the pressure goes back to who sends. A message for which
// there is no room, or whose peer is gone, is lost and counted as failed, without
// an answer.
func Forward(to *Socket) Handler {
	return func(ctx context.Context, m *Message) error {
		m.answered.Store(true) // by whoever it is passed on to
		return to.PostMessage(ctx, slices.Concat(m.Envelope, m.Frames)...)
	}
}
