// Package backoff declares what the testdata uses of the package of that path.
package backoff

import "time"

type BackOff interface {
	NextBackOff() time.Duration
	Reset()
}

type ExponentialBackOff struct{ next time.Duration }

func NewExponentialBackOff() *ExponentialBackOff { return new(ExponentialBackOff) }

func (b *ExponentialBackOff) NextBackOff() time.Duration { return b.next }
func (b *ExponentialBackOff) Reset()                     {}

func Retry(o func() error, b BackOff) error { return o() }
