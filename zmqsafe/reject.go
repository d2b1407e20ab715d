package zmqsafe

// The answer to a request that is not handled, as a message that the other side
// can tell from others.

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Reasons of a Rejection.
const (
	ReasonRate     = "rate"      // too many messages in this time
	ReasonTooLarge = "too-large" // more frames or bytes than allowed
	ReasonFailed   = "failed"    // the handler returned an error, panicked or gave no answer
	ReasonRevoked  = "revoked"   // the key is not allowed any more
)

// Rejection is the answer of a ROUTER or REP to a request that it does not
// handle. It tells nothing about the inside of the server.
type Rejection struct {
	Reason     string
	RetryAfter time.Duration // when it makes sense to ask again; 0: not known
}

const rejectionMark = "zmqsafe/1 rejected"

// Error is "rejected: REASON".
func (r Rejection) Error() string {
	if r.RetryAfter > 0 {
		return fmt.Sprintf("zmqsafe: rejected: %s, try again in %v", r.Reason, r.RetryAfter)
	}
	return "zmqsafe: rejected: " + r.Reason
}

// Frames are the message: a mark, the reason, and the time in milliseconds.
func (r Rejection) Frames() [][]byte {
	millis := (r.RetryAfter + time.Millisecond - 1) / time.Millisecond
	return [][]byte{[]byte(rejectionMark), []byte(r.Reason), strconv.AppendInt(nil, int64(millis), 10)}
}

// AsRejection tells whether the content of a message is a Rejection.
func AsRejection(frames [][]byte) (r Rejection, ok bool) {
	if len(frames) != 3 || string(frames[0]) != rejectionMark {
		return r, false
	}
	millis, err := strconv.ParseUint(string(frames[2]), 10, 31)
	if err != nil {
		return r, false
	}
	return Rejection{string(frames[1]), time.Duration(millis) * time.Millisecond}, true
}

// rejection is what the error of a request is answered with.
func rejection(err error) Rejection {
	var r Rejection
	if errors.As(err, &r) {
		return r
	}
	return Rejection{Reason: ReasonFailed}
}
